package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.Member;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.lease.LeaseRecordStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a cluster's Kubernetes objects. No Redis runs here: every cluster stays without a master. */
class ObjectsIT {
    private static Playground ground;
    private static KubernetesClient client;
    private static ClusterObjects objects;

    @BeforeAll
    static void start() throws Exception {
        ground = new Playground();
        client = ground.client();
        objects = new ClusterObjects(client);
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void everythingIsMadeOnceAndThenLeftAlone() {
        ground.create("keep", "{replicas: 3}");
        ground.awaitPods("keep", "keep-0", "keep-1", "keep-2");
        List<HasMetadata> before = objects.shared("keep");
        assertThat(before).hasSize(8);

        // A pod that is gone is made anew, and the pass that does it touches nothing else.
        client.pods().inNamespace(Playground.NAMESPACE).withName("keep-1").delete();
        ground.awaitPods("keep", "keep-0", "keep-1", "keep-2");
        assertThat(ClusterObjects.versions(objects.shared("keep"))).isEqualTo(ClusterObjects.versions(before));

        // What somebody changed is put back at the next pass.
        client.configMaps()
                .inNamespace(Playground.NAMESPACE)
                .withName("keep-config")
                .edit(map -> {
                    map.getData().replaceAll((file, text) -> "replicaof no one");
                    return map;
                });
        client.pods().inNamespace(Playground.NAMESPACE).withName("keep-1").delete();
        await().untilAsserted(() -> assertThat(client.configMaps()
                        .inNamespace(Playground.NAMESPACE)
                        .withName("keep-config")
                        .get()
                        .getData()
                        .values())
                .allMatch(text -> text.contains("replicaof 127.0.0.1 1")));
    }

    @Test
    void noneIsDrainedWithoutAMaster() {
        ground.create("undrained", "{replicas: 3}");
        ground.awaitPods("undrained", "undrained-0", "undrained-1", "undrained-2");
        await().untilAsserted(() -> assertThat(client.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(Playground.NAMESPACE)
                        .withName("undrained")
                        .get()
                        .getSpec()
                        .getMinAvailable())
                .isEqualTo(new IntOrString(3)));
    }

    @Test
    void anObjectOfAnotherOwnerIsWaitedForAndNeverAppliedOver() {
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("taken-master")
                        .withNamespace(Playground.NAMESPACE)
                        .addToLabels("haredis.io/cluster", "taken")
                        .withOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion("haredis.io/v1alpha1")
                                .withKind("HaRedisCluster")
                                .withName("taken")
                                .withUid("11111111-1111-1111-1111-111111111111")
                                .withController(true)
                                .build())
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(1234)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        ground.create("taken", "{replicas: 1}");
        await().untilAsserted(() -> assertThat(ground.condition("taken", Condition.CONFIGURATION_ACCEPTED))
                .isNotNull()
                .satisfies(c -> assertThat(c.reason()).isEqualTo("NameTaken"))
                .satisfies(c -> assertThat(c.message()).contains("Service taken-master belongs to HaRedisCluster")));
        assertThat(client.services()
                        .inNamespace(Playground.NAMESPACE)
                        .withName("taken-master")
                        .get()
                        .getSpec()
                        .getPorts()
                        .getFirst()
                        .getPort())
                .isEqualTo(1234);

        client.services()
                .inNamespace(Playground.NAMESPACE)
                .withName("taken-master")
                .delete();
        ground.awaitPods("taken", "taken-0");
        await().until(() -> ground.isTrue("taken", Condition.CONFIGURATION_ACCEPTED));
    }

    @Test
    void aPodOfSomebodyElseIsWaitedFor() {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("alien-0")
                        .withNamespace(Playground.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("other")
                        .withImage("other:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        ground.create("alien", "{replicas: 1}");
        ground.awaitSaid("alien", "False", "NameTaken", "Pod alien-0 exists and is not of this cluster");

        client.pods().inNamespace(Playground.NAMESPACE).withName("alien-0").delete();
        ground.awaitPods("alien", "alien-0");
        await().until(() -> ground.isTrue("alien", Condition.CONFIGURATION_ACCEPTED));
    }

    @Test
    void whatAnOrphaningDeletionLeftIsAdoptedByLabel() throws Exception {
        HaRedisCluster first = ground.create("orphan", "{replicas: 1}");
        ground.awaitPods("orphan", "orphan-0");
        store(first).create(record(List.of("orphan-0")));
        String pod = ground.pod("orphan-0").getMetadata().getUid();
        client.resource(first)
                .withPropagationPolicy(io.fabric8.kubernetes.api.model.DeletionPropagation.ORPHAN)
                .delete();
        // There is no garbage collector here: do its work.
        for (HasMetadata object : objects.all("orphan")) {
            client.resource(object).edit(o -> {
                o.getMetadata().setOwnerReferences(List.of());
                return o;
            });
        }
        client.resources(HaRedisCluster.class)
                .inNamespace(Playground.NAMESPACE)
                .withName("orphan")
                .edit(c -> {
                    c.getMetadata().setFinalizers(List.of());
                    return c;
                });
        await().until(() -> ground.get("orphan") == null);

        HaRedisCluster second = ground.create("orphan", "{replicas: 1}");
        await().untilAsserted(() -> assertThat(objects.all("orphan"))
                .allSatisfy(o -> assertThat(ClusterRef.of(second).owns(o)).isTrue()));
        assertThat(ground.pod("orphan-0").getMetadata().getUid()).isEqualTo(pod);
    }

    @Test
    void aMissingSecretIsNamedAndItsArrivalHeals() {
        ground.create("secret", "{replicas: 1, auth: {enabled: true, secretName: mine}}");
        await().untilAsserted(() -> assertThat(ground.condition("secret", Condition.CONFIGURATION_ACCEPTED))
                .isNotNull()
                .satisfies(c -> assertThat(c.reason()).isEqualTo("SecretMissing"))
                .satisfies(c -> assertThat(c.message()).startsWith("spec.auth.secretName: there is no Secret mine")));
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("mine")
                        .withNamespace(Playground.NAMESPACE)
                        .endMetadata()
                        .addToStringData("password", "hunter2")
                        .build())
                .create();
        ground.awaitPods("secret", "secret-0");
        await().until(() -> ground.isTrue("secret", Condition.CONFIGURATION_ACCEPTED));
    }

    @Test
    void passwordsAreMadeOnce() {
        ground.create("once", "{replicas: 1}");
        ground.awaitPods("once", "once-0");
        var before =
                List.of(secret("once-auth").getData(), secret("once-operator").getData());
        client.pods().inNamespace(Playground.NAMESPACE).withName("once-0").delete();
        ground.awaitPods("once", "once-0");
        assertThat(List.of(
                        secret("once-auth").getData(), secret("once-operator").getData()))
                .isEqualTo(before);
    }

    @Test
    void aNodeGoesOnlyWhenTheRecordNoLongerListsIt() throws Exception {
        HaRedisCluster cluster = ground.create("shrink", "{replicas: 3}");
        ground.awaitPods("shrink", "shrink-0", "shrink-1", "shrink-2");
        LeaseRecordStore store = store(cluster);
        var listed = store.create(record(List.of("shrink-0", "shrink-1", "shrink-2")));
        ground.patch("shrink", "{\"spec\":{\"replicas\":2}}");
        await().during(Duration.ofSeconds(5)).until(() -> ground.pods("shrink").size() == 3);
        store.replace(listed.version(), record(List.of("shrink-0", "shrink-1")));
        ground.awaitPods("shrink", "shrink-0", "shrink-1");
    }

    @Test
    void aPodThatCannotRunIsMadeAnewWhenTheSpecificationIsMended() {
        ground.create("mend", "{replicas: 1, image: 'nosuch:1'}");
        ground.awaitPods("mend", "mend-0");
        String first = ground.pod("mend-0").getMetadata().getUid();
        client.pods()
                .inNamespace(Playground.NAMESPACE)
                .withName("mend-0")
                .editStatus(p -> new PodBuilder(p)
                        .editStatus()
                        .addNewContainerStatus()
                        .withName("redis")
                        .withImage("nosuch:1")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewWaiting()
                        .withReason("ErrImagePull")
                        .withMessage("not found")
                        .endWaiting()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build());
        await().untilAsserted(() -> assertThat(ground.condition("mend", Condition.MASTER_AVAILABLE))
                .isNotNull()
                .satisfies(c -> assertThat(c.message()).contains("mend-0 does not run: ErrImagePull (not found)")));
        ground.patch("mend", "{\"spec\":{\"image\":\"redis:8\"}}");
        await().until(() -> ground.pod("mend-0") != null
                && !ground.pod("mend-0").getMetadata().getUid().equals(first));
    }

    private static io.fabric8.kubernetes.api.model.Secret secret(String name) {
        return client.secrets().inNamespace(Playground.NAMESPACE).withName(name).get();
    }

    private static LeaseRecordStore store(HaRedisCluster cluster) {
        return new LeaseRecordStore(client, ClusterRef.of(cluster), Optional::empty, InstantSource.system());
    }

    private static MasterRecord record(List<String> members) {
        TreeMap<String, Member> all = new TreeMap<>();
        members.forEach(name -> all.put(name, new Member("r", "r", true)));
        return new MasterRecord(1, members.getFirst(), new Chosen("r", "id", 0), new Elected(), all, 1, null);
    }
}
