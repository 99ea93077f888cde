package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing on disk, and the first loss in a fresh cluster. A killed container is started again at once: whoever takes the
 * empty server for the old master loses everything. {@code -Dharedis.repeat=20} for the full figure.
 */
@Order(3)
@Tag(Lab.SIDE_BY_SIDE)
class FirstKillIT {
    private static final int KEYS = 1000;

    @RegisterExtension
    static final Lab LAB = new Lab("first-kill");

    static IntStream fresh() {
        return IntStream.rangeClosed(1, Integer.getInteger("haredis.repeat", 2));
    }

    @ParameterizedTest
    @MethodSource("fresh")
    void firstKillOfAFreshMasterLosesNothing(int number) {
        RedisCluster cluster = filled("killed-" + number);
        String master = Servers.masterOf(cluster.get());
        LAB.killServer(master);
        keptBySomebodyElse(cluster, master);
    }

    @ParameterizedTest
    @MethodSource("fresh")
    void deletingAFreshMastersPodLosesNothing(int number) {
        RedisCluster cluster = filled("deleted-" + number);
        String master = Servers.masterOf(cluster.get());
        LAB.deletePod(master);
        keptBySomebodyElse(cluster, master);
    }

    @ParameterizedTest
    @MethodSource("fresh")
    void restartingAllReplicasOneAfterAnotherAndThenTheMasterLosesNothing(int number) {
        RedisCluster cluster = filled("replicas-" + number);
        String master = Servers.masterOf(cluster.get());
        List<String> replicas = cluster.pods().stream()
                .map(Endpoint::name)
                .filter(pod -> !pod.equals(master))
                .toList();
        replicas.forEach(replica -> LAB.killAndAwaitKeys(cluster, replica, KEYS));
        GenericKubernetesResource after = cluster.awaitSettled(1, Lab.AT_MOST);
        assertThat(Servers.masterOf(after)).isEqualTo(master);
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(1);
        LAB.killServer(master);
        keptBySomebodyElse(cluster, master);
    }

    private static RedisCluster filled(String name) {
        RedisCluster cluster = LAB.settled(name, Map.of());
        new Servers(cluster).fill(KEYS);
        return cluster;
    }

    private static void keptBySomebodyElse(RedisCluster cluster, String old) {
        GenericKubernetesResource after = cluster.awaitSettled(2, Lab.AT_MOST);
        assertThat(Servers.masterOf(after)).isNotEqualTo(old);
        // A pod's last second is too short for a move at times: an election follows it.
        assertThat(RedisCluster.number(after, "epoch")).isBetween(2L, 3L);
        Servers servers = new Servers(cluster);
        assertThat(servers.size(Servers.masterOf(after))).isEqualTo(KEYS);
        cluster.pods().forEach(node -> LAB.awaitKeys(cluster, node.name(), KEYS));
        assertThat(servers.role(old)).isEqualTo("slave");
        LAB.object(cluster.name()).delete();
    }
}
