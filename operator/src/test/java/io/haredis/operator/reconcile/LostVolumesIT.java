package io.haredis.operator.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.testing.ApiServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which volumes the operator gives up, and for which it waits. The pod finds no place in each case. */
class LostVolumesIT {
    private static ApiServer api;
    private static KubernetesClient client;
    private static final Queue<String> questions = new ConcurrentLinkedQueue<>();

    /** What is asked about nodes. */
    private static final class Questions implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            String asked = URLDecoder.decode(request.uri().toString().replaceFirst(".*(?=/api/)", ""), UTF_8);
            if (request.method().equals("GET") && asked.startsWith("/api/v1/nodes")) {
                questions.add(asked);
            }
        }
    }

    @BeforeAll
    static void start() throws IOException {
        api = ApiServer.start();
        client = new KubernetesClientBuilder()
                .withConfig(api.config())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("questions", new Questions()))
                .build();
        api.installCrd(client);
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("there")
                        .addToLabels("kubernetes.io/hostname", "host-there")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void stop() {
        client.close();
        api.close();
    }

    @Test
    void oneOnANodeThatIsGoneIsGivenUpWithItsPod() {
        Case lost = new Case("gone", "kubernetes.io/hostname", "host-gone", false);
        assertThatThrownBy(() -> lost.replace(true))
                .isInstanceOf(Obstruction.class)
                .hasMessageContaining("data-gone-1 lies on the Kubernetes node host-gone, which is gone")
                .hasMessageContaining("joins anew");
        assertThat(lost.isKept()).isFalse();
    }

    @Test
    void oneThatOthersMayNotReplaceIsKept() {
        Case lost = new Case("alone", "kubernetes.io/hostname", "host-gone", false);
        assertThatThrownBy(() -> lost.replace(false))
                .isInstanceOf(Obstruction.class)
                .hasMessageContaining("until a master reigns")
                .hasMessageContaining("delete the claim and the pod alone-1");
        assertThat(lost.isKept()).isTrue();
    }

    @Test
    void oneThatIsToBeRetainedIsAPersonsToGiveUp() {
        Case lost = new Case("retained", "kubernetes.io/hostname", "host-gone", true);
        assertThatThrownBy(() -> lost.replace(true))
                .isInstanceOf(Obstruction.class)
                .hasMessageContaining("storage.retain")
                .hasMessageContaining("delete the claim and the pod retained-1");
        assertThat(lost.isKept()).isTrue();
    }

    @Test
    void oneOnANodeThatIsThereIsKept() throws Obstruction {
        Case there = new Case("there", "kubernetes.io/hostname", "host-there", false);
        there.replace(true);
        assertThat(there.isKept()).isTrue();
    }

    /** A zone without nodes can have nodes again. */
    @Test
    void oneThatIsBoundToAZoneIsKept() throws Obstruction {
        Case zone = new Case("zone", "topology.kubernetes.io/zone", "z", false);
        zone.replace(true);
        assertThat(zone.isKept()).isTrue();
    }

    /** A cluster can have thousands of them, and the question comes every few seconds. The chart lets it list, not get. */
    @Test
    void onlyTheNamedNodesAreAskedFor() throws Obstruction {
        questions.clear();
        new Case("asked", "kubernetes.io/hostname", "host-there", false).replace(true);
        assertThatThrownBy(() -> new Case("unanswered", "kubernetes.io/hostname", "host-gone", false).replace(false))
                .isInstanceOf(Obstruction.class);
        assertThat(questions)
                .isNotEmpty()
                .allSatisfy(question -> assertThat(question)
                        .matches("/api/v1/nodes\\?(labelSelector=kubernetes.io/hostname|fieldSelector=metadata.name)"
                                + "=host-(there|gone)"));
    }

    /** A node that has no label yet. */
    @Test
    void oneOnANodeOfThatNameIsKept() throws Obstruction {
        Case named = new Case("named", "kubernetes.io/hostname", "there", false);
        named.replace(true);
        assertThat(named.isKept()).isTrue();
    }

    /** A pod and its volume, bound by this label to this value. */
    private static final class Case {
        private final HaRedisCluster cluster;
        private final Pod pod;
        private final PersistentVolumeClaim claim;

        Case(String name, String label, String value, boolean retain) {
            cluster =
                    create("""
                    apiVersion: haredis.io/v1alpha1
                    kind: HaRedisCluster
                    metadata: {name: NAME, namespace: default}
                    spec: {storage: {size: 1Gi, retain: RETAIN}}
                    """.replace("NAME", name).replace("RETAIN", Boolean.toString(retain)), HaRedisCluster.class);
            create("""
                    apiVersion: v1
                    kind: PersistentVolume
                    metadata: {name: pv-NAME}
                    spec:
                      capacity: {storage: 1Gi}
                      accessModes: [ReadWriteOnce]
                      local: {path: /data}
                      nodeAffinity: {required: {nodeSelectorTerms: [
                        {matchExpressions: [{key: LABEL, operator: In, values: [VALUE]}]}]}}
                    """.replace("NAME", name).replace("LABEL", label).replace("VALUE", value), PersistentVolume.class);
            claim = create("""
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata: {name: data-NAME-1, namespace: default}
                    spec: {accessModes: [ReadWriteOnce], volumeName: pv-NAME, resources: {requests: {storage: 1Gi}}}
                    """.replace("NAME", name), PersistentVolumeClaim.class);
            pod = create("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: NAME-1, namespace: default}
                    spec: {containers: [{name: redis, image: redis}]}
                    """.replace("NAME", name), Pod.class);
        }

        void replace(boolean redundant) throws Obstruction {
            Applier applier = new Applier(client, new Inventory(client, Set.of()));
            new LostVolumes(client, applier, (ref, node) -> redundant)
                    .replace(cluster, ClusterRef.of(cluster), pod, claim);
        }

        boolean isKept() {
            PersistentVolumeClaim now = client.resource(claim).get();
            return now != null
                    && now.getMetadata().getDeletionTimestamp() == null
                    && client.resource(pod).get() != null;
        }

        private static <T extends HasMetadata> T create(String yaml, Class<T> type) {
            return client.resource(Serialization.unmarshal(yaml, type)).create();
        }
    }
}
