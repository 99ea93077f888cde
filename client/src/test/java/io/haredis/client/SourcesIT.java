package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.HaListener.Source;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Gossip, probes and errors: each alone is enough to follow the master. */
@Timeout(120)
class SourcesIT {
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final List<Source> learnedBy = new CopyOnWriteArrayList<>();
    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = new TestCluster(3, folder);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private HaRedisClient client(Duration probeInterval) {
        HaRedisClient client = cluster.client()
                .probeInterval(probeInterval)
                .listener(new HaListener() {
                    @Override
                    public void masterChanged(ClusterView before, ClusterView after, Source source) {
                        learnedBy.add(source);
                    }
                })
                .build();
        assertThat(client.set("k", "v")).isEqualTo("OK");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> client.view().nodes().size() == 3 && cluster.isListenedTo());
        return client;
    }

    private void awaitMaster(HaRedisClient client, RedisServer server) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    ClusterView view = client.view();
                    return view.state() == ClientState.READY
                            && view.findMaster()
                                    .filter(m -> m.address().equals(server.address()))
                                    .isPresent();
                });
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> learnedBy.size() == 2);
    }

    @Test
    void gossipAlone() {
        try (HaRedisClient client = client(NEVER)) {
            cluster.move(cluster.server(2));
            awaitMaster(client, cluster.server(2));
            assertThat(learnedBy).last().isEqualTo(Source.GOSSIP);
            assertThat(client.view().epoch()).isEqualTo(2);
        }
    }

    @Test
    void probesAlone() {
        try (HaRedisClient client = client(Duration.ofMillis(300))) {
            cluster.moveQuietly(cluster.server(2));
            awaitMaster(client, cluster.server(2));
        }
    }

    @Test
    void errorsAlone() {
        try (HaRedisClient client = client(NEVER)) {
            cluster.moveQuietly(cluster.server(2));
            assertThat(client.view().epoch()).as("nobody has told it").isEqualTo(1);
            assertThat(client.set("k", "w")).as("READONLY is a signal").isEqualTo("OK");
            awaitMaster(client, cluster.server(2));
            assertThat(learnedBy).last().isEqualTo(Source.ERROR);
            assertThat(client.metrics().repeatedAfterRefusal()).isPositive();
        }
    }

    @Test
    void gossipThatLiesMovesNobody() throws IOException {
        try (HaRedisClient client = client(NEVER);
                ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (var jedis = cluster.server(0).meddler()) {
                jedis.publish("haredis:gossip:master", cluster.server(1).host() + ":6379");
                jedis.publish("haredis:gossip:master", "no address");
                jedis.publish("haredis:gossip:master", "127.0.0.1:" + nobody.getLocalPort());
            }
            nobody.setSoTimeout(20_000);
            nobody.accept().close();
            assertThat(client.set("k", "w")).isEqualTo("OK");
            assertThat(client.view().epoch()).isEqualTo(1);
            assertThat(client.metrics().masterChanges()).isZero();
        }
    }

    /** Whoever may publish names the master of another cluster, of a later epoch and with the same password. */
    @Test
    void gossipThatNamesAnotherClustersMasterMovesNobody() {
        try (TestCluster other = new TestCluster(1, folder.resolve("other"));
                HaRedisClient client = client(NEVER);
                Jedis there = other.master().meddler()) {
            other.promote(other.master());
            long before = RedisServer.connections(there);
            try (var jedis = cluster.server(0).meddler()) {
                jedis.publish("haredis:gossip:master", other.master().host() + ":6379");
            }
            Awaitility.await("it is asked who it is")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> RedisServer.connections(there) > before);
            Awaitility.await("and left")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> other.master().info("connected_clients").equals("2"));
            assertThat(client.set("k", "w")).isEqualTo("OK");
            try (var jedis = cluster.server(0).meddler()) {
                assertThat(jedis.get("k")).isEqualTo("w");
            }
            assertThat(client.metrics().masterChanges()).isZero();
        }
    }
}
