package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.PodViews;
import io.haredis.operator.kube.ClusterRef;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose volumes are, what outlives the cluster, and whose are left alone. No Redis runs here. */
class VolumesIT {
    private static Playground ground;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        ground = new Playground();
        client = ground.client();
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void onlyTheFirstPodOfAVolumeSaysThatItIsNew() {
        HaRedisCluster cluster = ground.create("disk", "{replicas: 1, storage: {size: 1Gi}}");
        ground.awaitPods("disk", "disk-0");
        assertThat(ground.pod("disk-0").getMetadata().getAnnotations())
                .containsEntry(PodViews.NEW_VOLUME, cluster.getMetadata().getUid());
        ground.comesBack("disk-0");
        assertThat(ground.pod("disk-0").getMetadata().getAnnotations()).doesNotContainKey(PodViews.NEW_VOLUME);
    }

    @Test
    void aVolumeIsOwnedUnlessItIsToBeRetained() {
        HaRedisCluster cluster = ground.create("retain", "{replicas: 1, storage: {size: 1Gi}}");
        ground.awaitPods("retain", "retain-0");
        ClusterRef ref = ClusterRef.of(cluster);
        await().until(() -> ref.owns(claim("data-retain-0")));
        ground.patch("retain", "{\"spec\":{\"storage\":{\"retain\":true}}}");
        await().until(() -> !ref.owns(claim("data-retain-0")));
        ground.patch("retain", "{\"spec\":{\"storage\":{\"retain\":false}}}");
        await().until(() -> ref.owns(claim("data-retain-0")));
    }

    /** Left by an earlier version: Argo CD would take it for its own, and prune it. */
    @Test
    void oneThatIsRetainedLosesTheLabelThatToolsTrackBy() {
        ground.create("track", "{replicas: 1, storage: {size: 1Gi, retain: true}}");
        ground.awaitPods("track", "track-0");
        client.resource(claim("data-track-0"))
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"app.kubernetes.io/instance\":\"track\"}}}");
        client.pods().inNamespace(Playground.NAMESPACE).withName("track-0").delete();
        await().untilAsserted(
                        () -> assertThat(claim("data-track-0").getMetadata().getLabels())
                                .doesNotContainKey("app.kubernetes.io/instance")
                                .containsEntry("haredis.io/cluster", "track"));
    }

    @Test
    void oneThatMayNotGrowIsRetainedAllTheSame() {
        ClusterRef ref = ClusterRef.of(ground.create("stiff", "{replicas: 1, storage: {size: 1Gi}}"));
        ground.awaitPods("stiff", "stiff-0");
        ground.patch("stiff", "{\"spec\":{\"storage\":{\"size\":\"2Gi\"}}}");
        ground.awaitSaid(
                "stiff",
                "False",
                "PersistentVolumeClaimRefused",
                "Kubernetes refuses PersistentVolumeClaim data-stiff-0");
        ground.patch("stiff", "{\"spec\":{\"storage\":{\"retain\":true}}}");
        await().until(() -> !ref.owns(claim("data-stiff-0")));
    }

    @Test
    void thoseOfNodesThatGoAreRetainedToo() {
        ClusterRef ref = ClusterRef.of(ground.create("less", "{replicas: 3, storage: {size: 1Gi}}"));
        ground.awaitPods("less", "less-0", "less-1", "less-2");
        ground.patch("less", "{\"spec\":{\"replicas\":1,\"storage\":{\"retain\":true}}}");
        ground.awaitPods("less", "less-0");
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            String name = "data-less-" + ordinal;
            await().until(() -> !ref.owns(claim(name)));
        }
    }

    @Test
    void oneIsRetainedWhileNoPodCanBeMade() {
        var mine = new SecretBuilder()
                .withNewMetadata()
                .withName("mine")
                .withNamespace(Playground.NAMESPACE)
                .endMetadata()
                .addToStringData("password", "hunter2")
                .build();
        client.resource(mine).create();
        ClusterRef ref = ClusterRef.of(
                ground.create("wait", "{replicas: 1, auth: {enabled: true, secretName: mine}, storage: {size: 1Gi}}"));
        ground.awaitPods("wait", "wait-0");
        client.resource(mine).delete();
        client.pods().inNamespace(Playground.NAMESPACE).withName("wait-0").delete();
        ground.awaitSaid("wait", "False", "SecretMissing", "");
        ground.patch("wait", "{\"spec\":{\"storage\":{\"retain\":true}}}");
        await().until(() -> !ref.owns(claim("data-wait-0")));
    }

    @Test
    void oneOfSomebodyElseIsMountedOnlyOnceItIsGivenToTheCluster() {
        PersistentVolumeClaim old = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data-cache-0")
                .withNamespace(Playground.NAMESPACE)
                .addToLabels("app", "cache")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity("1Gi")))
                .endResources()
                .endSpec()
                .build();
        client.resource(old).create();
        HaRedisCluster cluster = ground.create("cache", "{replicas: 1, storage: {size: 1Gi}}");
        ground.awaitSaid(
                "cache", "False", "NameTaken", "PersistentVolumeClaim data-cache-0 exists and is not of this cluster");
        assertThat(ground.pod("cache-0")).isNull();
        assertThat(claim("data-cache-0").getMetadata().getLabels()).isEqualTo(Map.of("app", "cache"));

        client.resource(old).edit(c -> {
            c.getMetadata().getLabels().put("haredis.io/cluster", "cache");
            return c;
        });
        ground.awaitPods("cache", "cache-0");
        await().until(() -> ClusterRef.of(cluster).owns(claim("data-cache-0")));
        assertThat(ground.pod("cache-0").getMetadata().getAnnotations()).doesNotContainKey(PodViews.NEW_VOLUME);
        await().until(() -> ground.isTrue("cache", Condition.CONFIGURATION_ACCEPTED));
    }

    private static PersistentVolumeClaim claim(String name) {
        return client.persistentVolumeClaims()
                .inNamespace(Playground.NAMESPACE)
                .withName(name)
                .get();
    }
}
