package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.ServerVersion;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;

/** A WAIT of a later reign says nothing of a write of an earlier one, also where both are the same process. */
@Timeout(60)
@ParameterizedClass
@MethodSource("io.haredis.client.testing.ServerVersion#supported")
class QuorumAcrossReignsIT {
    private static final int ATTEMPTS = 5;

    @TempDir
    Path folder;

    private final ServerVersion version;
    private TestCluster cluster;
    private HaRedisClient client;

    QuorumAcrossReignsIT(ServerVersion version) {
        this.version = version;
    }

    @BeforeEach
    void start() {
        cluster = new TestCluster(version.present(), 3, folder, "min-replicas-max-lag 60");
        client = cluster.client()
                .durability(Durability.QUORUM)
                .probeInterval(Duration.ofMinutes(5))
                .build();
        client.set("k", "v");
        cluster.awaitReplicated();
        Awaitility.await().until(this::knowsAll);
    }

    /** Otherwise it would go on asking, and notice by itself what it is not told. */
    private boolean knowsAll() {
        List<NodeView> nodes = client.view().nodes();
        return nodes.size() == 3 && nodes.stream().filter(NodeView::linkUp).count() == 2;
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
            cluster.close();
        }
    }

    private void freezeReplicas(String signal) {
        cluster.servers().stream().filter(s -> s != cluster.master()).forEach(s -> s.signal(signal));
    }

    @Test
    void aConnectionOfAnEarlierReignOfTheSameProcess() {
        RedisServer same = cluster.master();
        HaUnknownOutcomeException told = null;
        for (int i = 0;
                i < ATTEMPTS && told == null;
                i++) { // a slow machine's client may have heard of the new reign already
            cluster.detach(same);
            cluster.promote(same);
            cluster.followAll();
            Awaitility.await().until(cluster::isInSync);
            told = refusal();
        }
        assertThat(told).hasMessageMatching("(?s).*opened in epoch \\d+, now it is " + cluster.epoch() + ".*");
        assertThat(client.set("k", "x")).as("the client goes on").isEqualTo("OK");
    }

    private @Nullable HaUnknownOutcomeException refusal() {
        try {
            client.set("k", "w");
            return null;
        } catch (HaUnknownOutcomeException e) {
            return e;
        }
    }

    @Test
    void aWriteThatWasLostBetweenTwoReignsOfTheSameProcess() throws Exception {
        RedisServer first = cluster.master();
        RedisServer second = cluster.server(1);
        cluster.servers().stream().filter(s -> s != first).forEach(cluster::detach);
        free(first);
        InFlight<String> flight = InFlight.sent(() -> client.set("doomed", "v"));
        awaitKey(first, "doomed");
        // Elected without it, and back: the process is the same, the write is gone, replicas acknowledge again.
        cluster.electWithout(first, () -> {});
        cluster.follow(first, cluster.master());
        Awaitility.await().until(cluster::isInSync);
        cluster.move(first);
        Awaitility.await().until(cluster::isInSync);
        assertThat(key(first, "doomed")).isNull();
        assertThatThrownBy(flight::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfAny(HaUnknownOutcomeException.class, HaQuorumException.class);
        assertThat(second.isMaster()).isFalse();
        assertThat(client.set("k", "x")).as("the client goes on").isEqualTo("OK");
    }

    private static void free(RedisServer server) {
        try (Jedis jedis = server.as("operator", 15)) {
            jedis.configSet("min-replicas-to-write", "0");
        }
    }

    private static void awaitKey(RedisServer server, String key) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> key(server, key) != null);
    }

    private static String key(RedisServer server, String key) {
        try (Jedis jedis = server.meddler()) {
            return jedis.get(key);
        }
    }

    @Test
    void aWriteThatWaitsThroughAPlannedMoveIsConfirmedByTheNextMaster() throws Exception {
        RedisServer target = cluster.server(1);
        // It has the write and cannot say so; the third node has not even got it.
        cluster.detach(cluster.server(2));
        InFlight<String> flight;
        target.signal("STOP");
        try {
            flight = InFlight.sent(() -> client.set("kept", "v"));
            awaitKey(cluster.master(), "kept");
            cluster.detach(cluster.master());
        } finally {
            target.signal("CONT");
        }
        cluster.move(target);
        assertThat(flight.get()).isEqualTo("OK");
        assertThat(client.metrics().masterChanges()).isEqualTo(1);
        assertThat(key(target, "kept")).isEqualTo("v");
    }

    @Test
    void aMasterThatDiesWhileItWaits() throws Exception {
        freezeReplicas("STOP");
        InFlight<String> flight = InFlight.sent(() -> client.set("k", "w"));
        awaitValue(cluster.master(), "w");
        cluster.master().kill();
        freezeReplicas("CONT");
        cluster.elect();
        assertThatThrownBy(flight::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(HaUnknownOutcomeException.class)
                .hasMessageContaining("before enough replicas had it");
        assertThat(client.set("k", "x")).as("the client goes on").isEqualTo("OK");
    }

    private static void awaitValue(RedisServer server, String value) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> value.equals(key(server, "k")));
    }
}
