package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The object is deleted and restored from a backup, which knows no status, while its pods live on. */
@Order(7)
@Tag(Lab.SIDE_BY_SIDE)
class AdoptionIT {
    @RegisterExtension
    static final Lab LAB = new Lab("adoption");

    @Test
    void restoredObjectFindsItsClusterAsItWas() {
        RedisCluster cluster = LAB.settled("c", Map.of("storage", Map.of("size", "64Mi")));
        new Servers(cluster).fill(100);
        // Not in epoch 1, which a new cluster would have too.
        LAB.killAndAwaitRestart(Servers.masterOf(cluster.get()));
        GenericKubernetesResource before = cluster.awaitSettled(2, Lab.AT_MOST);
        Map<String, String> uids = LAB.podUids();
        Map<String, Integer> restarts = LAB.restarts();
        String password = Objects.requireNonNull(cluster.password());

        LAB.object("c").withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
        LAB.object("c").waitUntilCondition(Objects::isNull, Lab.AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        LAB.kubernetes()
                .resource(Manifest.of(LAB.namespace(), "c", Objects.requireNonNull(before.get("spec"))))
                .create();

        GenericKubernetesResource after = cluster.awaitSettled(1, Lab.AT_MOST);
        Awaitility.await("the pods' adoption")
                .atMost(Lab.AT_MOST)
                .until(() -> cluster.pods().size() == uids.size());
        assertThat(Servers.masterOf(after)).isEqualTo(Servers.masterOf(before));
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(2);
        assertThat(LAB.podUids()).isEqualTo(uids);
        assertThat(LAB.restarts()).isEqualTo(restarts);
        assertThat(cluster.password()).isEqualTo(password);
        assertThat(new Servers(cluster).size(Servers.masterOf(after))).isEqualTo(100);
        LAB.kubernetes()
                .pods()
                .inNamespace(LAB.namespace())
                .list()
                .getItems()
                .forEach(pod -> assertThat(pod.getMetadata()
                                .getOwnerReferences()
                                .getFirst()
                                .getUid())
                        .isEqualTo(after.getMetadata().getUid()));
        // And it is looked after again.
        LAB.killServer(Servers.masterOf(after));
        GenericKubernetesResource later = cluster.awaitSettled(3, Lab.AT_MOST);
        assertThat(new Servers(cluster).size(Servers.masterOf(later))).isEqualTo(100);
    }
}
