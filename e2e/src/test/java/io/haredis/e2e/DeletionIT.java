package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** What is left of a deleted cluster. */
@Order(8)
@Tag(Lab.SIDE_BY_SIDE)
class DeletionIT {
    @RegisterExtension
    static final Lab LAB = new Lab("deletion");

    @Test
    void onlyVolumesThatAreToBeKeptAreLeft() {
        Awaitility.await("what every namespace gets")
                .atMost(Lab.AT_MOST)
                .until(() -> all().contains("ConfigMap/kube-root-ca.crt"));
        List<String> untouched = all();
        LAB.create("kept", Map.of("storage", Map.of("size", "64Mi", "retain", true)));
        LAB.create("gone", Map.of("storage", Map.of("size", "64Mi")));
        RedisCluster kept = LAB.cluster("kept");
        kept.awaitSettled(1, Lab.AT_MOST);
        LAB.cluster("gone").awaitSettled(1, Lab.AT_MOST);
        new Servers(kept).fill(100);
        LAB.object("kept").delete();
        LAB.object("gone").delete();
        List<String> expected = Stream.concat(
                        untouched.stream(),
                        Stream.of(0, 1, 2).map(number -> "PersistentVolumeClaim/data-kept-" + number))
                .sorted()
                .toList();
        Awaitility.await("only the kept volumes are left")
                .atMost(Lab.AT_MOST)
                .untilAsserted(() -> assertThat(all()).isEqualTo(expected));

        // A cluster of that name finds its data again.
        RedisCluster again = LAB.settled("kept", Map.of("storage", Map.of("size", "64Mi", "retain", true)));
        try (Jedis jedis = new Servers(again).master()) {
            assertThat(jedis.dbSize()).isEqualTo(100);
        }
    }

    /** Everything in the namespace that could be ours; Events come and go by themselves. */
    private static List<String> all() {
        var k = LAB.kubernetes();
        String in = LAB.namespace();
        Stream<HasMetadata> found = Stream.of(
                        k.pods().inNamespace(in).list().getItems(),
                        k.persistentVolumeClaims().inNamespace(in).list().getItems(),
                        k.services().inNamespace(in).list().getItems(),
                        k.secrets().inNamespace(in).list().getItems(),
                        k.configMaps().inNamespace(in).list().getItems(),
                        k.leases().inNamespace(in).list().getItems(),
                        k.policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace(in)
                                .list()
                                .getItems(),
                        k.network()
                                .v1()
                                .networkPolicies()
                                .inNamespace(in)
                                .list()
                                .getItems(),
                        k.discovery()
                                .v1()
                                .endpointSlices()
                                .inNamespace(in)
                                .list()
                                .getItems())
                .flatMap(List::stream);
        return List.copyOf(found.map(
                        object -> object.getKind() + "/" + object.getMetadata().getName())
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
    }
}
