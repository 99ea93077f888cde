package io.haredis.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.testing.ApiServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server accepts, refuses and fills in. */
class CustomResourceIT {
    private static ApiServer server;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        server = ApiServer.start();
        client = server.client();
        server.installCrd(client);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.haredis.operator.api.v1alpha1.WrongManifests#created")
    void refusesAWrongManifestAndSaysWhatToDo(WrongManifests.Wrong wrong) {
        assertThatThrownBy(() -> create(wrong.yaml()))
                .isInstanceOf(KubernetesClientException.class)
                .satisfies(e -> wrong.says().forEach(text -> assertThat(e).hasMessageContaining(text)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.haredis.operator.api.v1alpha1.WrongManifests#changed")
    void refusesAWrongChangeAndSaysWhatToDo(WrongManifests.Change change) {
        create(change.from());
        assertThatThrownBy(() -> change(change.toString(), change.to()))
                .isInstanceOf(KubernetesClientException.class)
                .satisfies(e -> change.says().forEach(text -> assertThat(e).hasMessageContaining(text)));
    }

    @Test
    void fillsInTheSameDefaultsAsTheTypes() {
        create(named("defaults", "{}"));
        assertThat(read("defaults").getSpec()).isEqualTo(HaRedisClusterSpec.DEFAULT);
        create(named("nested", "{services: {master: {}}, storage: {size: 1Gi}, podTemplate: {}, failover: {}}"));
        HaRedisCluster local = Serialization.unmarshal(
                named("nested", "{services: {master: {}}, storage: {size: 1Gi}, podTemplate: {}, failover: {}}"),
                HaRedisCluster.class);
        assertThat(read("nested").getSpec()).isEqualTo(local.getSpec());
        assertThat(read("nested").getSpec().effectivePersistence()).isEqualTo(Persistence.APPEND_ONLY);
    }

    @Test
    void acceptsEveryFieldAtOnce() {
        create(WrongManifests.FULL);
        HaRedisClusterSpec spec = read("full").getSpec();
        assertThat(spec.replicas()).isEqualTo(5);
        assertThat(spec.podTemplate().containers()).hasSize(1);
        assertThat(spec.effectiveMinReplicasToWrite()).isEqualTo(3);
    }

    @Test
    void lettingPersistenceBeSaidOrUnsaidChangesNothing() {
        create(named("said", "{storage: {size: 1Gi}, persistence: AppendOnly}"));
        change("said", named("said", "{persistence: null}"));
        change("said", named("said", "{persistence: AppendOnly, replicas: 5}"));
        create(named("memory", "{}"));
        change("memory", named("memory", "{persistence: None}"));
        assertThat(read("said").getSpec().replicas()).isEqualTo(5);
        assertThat(read("memory").getSpec().persistence()).isEqualTo(Persistence.NONE);
    }

    @Test
    void scalesByTheSubresource() {
        create(named("scaled", "{}"));
        HaRedisClusterStatus status = HaRedisClusterStatus.builder()
                .ready(3, 3, 3)
                .selector("haredis.io/cluster=scaled")
                .phase(Phase.RUNNING)
                .master("scaled-0", 4L, Instant.parse("2026-11-24T10:00:00.123456Z"))
                .conditions(List.of(new Condition(
                        Condition.READY,
                        "True",
                        "Serving",
                        "all nodes answer",
                        1L,
                        Instant.parse("2026-11-24T10:00:00Z"))))
                .build();
        HaRedisCluster report = read("scaled");
        report.setStatus(status);
        client.resource(report).updateStatus();
        assertThat(read("scaled").getStatus()).isEqualTo(status);
        Scale scale = client.resources(HaRedisCluster.class).withName("scaled").scale();
        assertThat(scale.getStatus().getReplicas()).isEqualTo(3);
        assertThat(scale.getStatus().getSelector()).isEqualTo("haredis.io/cluster=scaled");
        client.resources(HaRedisCluster.class).withName("scaled").scale(5);
        assertThat(read("scaled").getSpec().replicas()).isEqualTo(5);
        assertThatThrownBy(() -> client.resources(HaRedisCluster.class)
                        .withName("scaled")
                        .scale(10))
                .hasMessageContaining("spec.replicas");
    }

    @Test
    void readsWhatANewerVersionWrote() {
        HaRedisCluster cluster = Serialization.unmarshal(
                named("newer", "{durability: Disk, weather: fine, failover: {onDataLoss: Ask, mood: good}}")
                        + "status: {phase: Dreaming, conditions: [{type: New, status: 'True', reason: R, extra: 1}]}\n",
                HaRedisCluster.class);
        assertThat(cluster.getSpec().durability()).isEqualTo(Durability.QUORUM);
        assertThat(cluster.getSpec().failover().onDataLoss()).isEqualTo(OnDataLoss.BLOCK);
        assertThat(cluster.getStatus().phase()).isNull();
        assertThat(cluster.getStatus().conditions()).hasSize(1);
    }

    private static HaRedisCluster read(String name) {
        return client.resources(HaRedisCluster.class).withName(name).get();
    }

    static String named(String name, String spec) {
        return "apiVersion: haredis.io/v1alpha1\nkind: HaRedisCluster\nmetadata: {name: " + name + "}\nspec: " + spec
                + "\n";
    }

    /** As kubectl does: strictly, so that a misspelt field is refused and not dropped. */
    private static void create(String yaml) {
        GenericKubernetesResource object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        client.raw(
                "/apis/haredis.io/v1alpha1/namespaces/default/haredisclusters?fieldValidation=Strict", "POST", object);
    }

    private static void change(String name, String yaml) {
        client.genericKubernetesResources("haredis.io/v1alpha1", "HaRedisCluster")
                .inNamespace("default")
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), yaml);
    }
}
