package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing on disk, and the first kill of a fresh container, which the kubelet starts again at once: whoever takes the
 * empty server for the old master loses everything. {@code -Dharedis.repeat=20} for the full figure.
 */
@Order(3)
class FirstKillIT {
    private static final int KEYS = 1000;

    @RegisterExtension
    static final Lab LAB = new Lab("first-kill");

    static IntStream fresh() {
        return IntStream.rangeClosed(1, Integer.getInteger("haredis.repeat", 3));
    }

    @ParameterizedTest
    @MethodSource("fresh")
    void firstKillOfAFreshMasterLosesNothing(int number) {
        String name = "fresh-" + number;
        RedisCluster cluster = LAB.settled(name, Map.of());
        Servers servers = new Servers(cluster);
        servers.fill(KEYS);
        String master = Servers.masterOf(cluster.get());
        LAB.killServer(master);
        GenericKubernetesResource after = cluster.awaitSettled(2, Lab.AT_MOST);
        assertThat(Servers.masterOf(after)).isNotEqualTo(master);
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(2);
        for (Endpoint node : cluster.pods()) {
            assertThat(servers.size(node.name())).as(node.name()).isEqualTo(KEYS);
        }
        assertThat(servers.role(master)).isEqualTo("slave");
        LAB.object(name).delete();
    }
}
