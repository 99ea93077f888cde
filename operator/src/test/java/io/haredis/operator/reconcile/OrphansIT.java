package io.haredis.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.resources.DataClaim;
import io.haredis.operator.testing.ApiServer;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the deletion of a cluster object leaves, by a person's wish, is not bound to it once more by an operator that has not
 * heard of the deletion yet: Kubernetes would collect it with the object.
 */
class OrphansIT {
    private static ApiServer api;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        api = ApiServer.start();
        client = api.client();
        api.installCrd(client);
    }

    @AfterAll
    static void stop() {
        client.close();
        api.close();
    }

    @Test
    void anOrphanIsAdoptedByAnObjectThatLives() throws Obstruction {
        HaRedisCluster cluster = cluster("lives");
        PersistentVolumeClaim orphan = orphan(cluster, 0);
        applier().apply(wanted(cluster, 0), orphan);
        assertThat(ClusterRef.of(cluster).owns(now(orphan))).isTrue();
    }

    @Test
    void notByOneThatIsBeingDeleted() throws Obstruction {
        HaRedisCluster cluster = cluster("deleted");
        client.resource(cluster).delete();
        assertThat(client.resource(cluster).get().getMetadata().getDeletionTimestamp())
                .isNotNull();
        staysAnOrphan(cluster, 0);
    }

    @Test
    void norByOneThatIsGoneAndRestoredUnderItsName() throws Obstruction {
        HaRedisCluster former = cluster("restored");
        client.resource(former).edit(c -> {
            c.getMetadata().setFinalizers(List.of());
            return c;
        });
        client.resource(former).delete();
        staysAnOrphan(former, 0);
        cluster("restored");
        staysAnOrphan(former, 1);
    }

    private static void staysAnOrphan(HaRedisCluster cluster, int ordinal) throws Obstruction {
        PersistentVolumeClaim orphan = orphan(cluster, ordinal);
        applier().apply(wanted(cluster, ordinal), orphan);
        applier().adopt(ClusterRef.of(cluster), orphan);
        assertThat(now(orphan).getMetadata().getOwnerReferences()).isEmpty();
    }

    private static PersistentVolumeClaim wanted(HaRedisCluster cluster, int ordinal) {
        return DataClaim.of(cluster, ordinal).orElseThrow();
    }

    private static PersistentVolumeClaim orphan(HaRedisCluster cluster, int ordinal) {
        PersistentVolumeClaim left = new PersistentVolumeClaimBuilder(wanted(cluster, ordinal))
                .editMetadata()
                .withOwnerReferences()
                .endMetadata()
                .build();
        return client.resource(left).create();
    }

    private static HasMetadata now(PersistentVolumeClaim claim) {
        return client.resource(claim).get();
    }

    private static Applier applier() {
        return new Applier(client, new Inventory(client, Set.of()));
    }

    /** It stays until its finalizer is gone, as while the garbage collector is at work. */
    private static HaRedisCluster cluster(String name) {
        String yaml = "apiVersion: haredis.io/v1alpha1\nkind: HaRedisCluster\nmetadata: {name: " + name
                + ", namespace: default, finalizers: [example.com/wait]}\n"
                + "spec: {replicas: 3, storage: {size: 64Mi}}";
        return client.resource(Serialization.unmarshal(yaml, HaRedisCluster.class))
                .create();
    }
}
