package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import redis.clients.jedis.Jedis;

/** Apply, write, kill, read, on every server that haredis supports and that can be had; one must be there. */
@Order(1)
@Tag(Lab.SIDE_BY_SIDE)
class ServersIT {
    static final List<String> SUPPORTED = Images.SUPPORTED;
    private static final String TOO_OLD = "redis:6.0";

    @RegisterExtension
    static final Lab LAB = new Lab("servers");

    /** All at once: what takes time is waiting. */
    @BeforeAll
    static void applyAll() {
        for (String server : SUPPORTED) {
            image(server).ifPresent(image -> LAB.create(name(server), Map.of("image", image)));
        }
        image(TOO_OLD).ifPresent(image -> LAB.create(name(TOO_OLD), Map.of("image", image)));
    }

    private static Optional<String> image(String server) {
        return Images.available(Reach.LOCAL).stream()
                .filter(image -> image.endsWith("/" + server))
                .findFirst();
    }

    private static String name(String server) {
        return server.replaceAll("[:.]", "-");
    }

    @Test
    void oneServerAtLeastIsThere() {
        assertThat(SUPPORTED).anyMatch(server -> image(server).isPresent());
    }

    @ParameterizedTest
    @FieldSource("SUPPORTED")
    void killedMasterIsReplacedAndNothingIsLost(String server) {
        assumeTrue(image(server).isPresent(), "no image of " + server + " is to be had");
        RedisCluster cluster = LAB.cluster(name(server));
        GenericKubernetesResource before = cluster.awaitSettled(1, Lab.AT_MOST);
        Servers servers = new Servers(cluster);
        servers.fill(100);
        String master = Servers.masterOf(before);
        LAB.killServer(master);
        long next = RedisCluster.number(before, "epoch") + 1;
        GenericKubernetesResource after = cluster.awaitSettled(next, Lab.AT_MOST);
        assertThat(Servers.masterOf(after)).isNotEqualTo(master);
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(next);
        try (Jedis jedis = servers.master()) {
            assertThat(jedis.dbSize()).isEqualTo(100);
            assertThat(jedis.set("after", "1")).isEqualTo("OK");
        }
        assertThat(servers.role(master)).isEqualTo("slave");
    }

    @Test
    void serverThatIsTooOldIsLeftAlone() {
        assumeTrue(image(TOO_OLD).isPresent(), "no image of " + TOO_OLD + " is to be had");
        RedisCluster cluster = LAB.cluster(name(TOO_OLD));
        GenericKubernetesResource found = cluster.await(
                now -> "True".equals(Settled.condition(now, "ServerTooOld").get("status")), Lab.AT_MOST);
        assertThat(String.valueOf(Settled.condition(found, "ServerTooOld").get("message")))
                .contains("6.0", "7.0 or later");
        assertThat(RedisCluster.status(found, "master")).isNull();
        // It does not even start: the configuration that it would have to be born fenced with is unknown to it.
        assertThat(LAB.kubernetes()
                        .leases()
                        .inNamespace(LAB.namespace())
                        .withName(cluster.name() + "-master")
                        .get())
                .isNull();
    }
}
