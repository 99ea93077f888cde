package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import io.haredis.protocol.Gossip;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Clusters that somebody has meddled with: a working client, or an exception that names node and cause. */
@Timeout(60)
class UneasyClustersIT {
    private static final Duration SOON = Duration.ofMillis(700);

    @TempDir
    Path folder;

    private static void fails(HaRedisClient client, String... words) {
        assertThatThrownBy(() -> client.set("k", "v"))
                .isInstanceOf(HaUnavailableException.class)
                .hasMessageContainingAll(words);
    }

    /** The operator's mark is taken away: as clusters are that have none. */
    private static void forgetEpoch(RedisServer server) {
        try (Jedis jedis = server.as("meddler", 15)) {
            jedis.del("haredis:epoch");
        }
    }

    @Test
    void aPasswordRotatedOnOneReplicaHoldsUpNobody() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            try (Jedis jedis = cluster.server(2).meddler()) {
                jedis.aclSetUser("default", "resetpass", ">rotated");
                jedis.sendCommand(redis.clients.jedis.Protocol.Command.CLIENT, "KILL", "USER", "default");
            }
            assertThat(client.set("k", "v")).isEqualTo("OK");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(client.view().nodes())
                            .filteredOn(
                                    n -> n.address().equals(cluster.server(2).address()))
                            .singleElement()
                            .extracting(NodeView::trouble)
                            .asString()
                            .startsWith("WRONGPASS"));
            assertThat(client.set("k", "w")).isEqualTo("OK");
        }
    }

    @Test
    void aPasswordRotatedOnTheMasterIsNamedAndCredentialsOfItsOwnHeal() {
        try (TestCluster cluster = new TestCluster(1, folder)) {
            try (Jedis jedis = cluster.master().meddler()) {
                jedis.aclSetUser("default", "resetpass", ">rotated");
            }
            String host = cluster.master().host();
            try (HaRedisClient client = cluster.client().deadline(SOON).build()) {
                fails(client, host, "WRONGPASS", "check user and password");
            }
            try (HaRedisClient client =
                    cluster.client().auth(java.util.Map.of(host, "rotated")).build()) {
                assertThat(client.set("k", "v")).isEqualTo("OK");
            }
        }
    }

    @Test
    void aNodeOfAnotherClusterOfALowerEpochIsNeverMaster() {
        try (TestCluster cluster = new TestCluster(2, folder);
                TestCluster other = new TestCluster(1, folder)) {
            cluster.move(cluster.server(1));
            try (HaRedisClient client =
                    cluster.client().nodes(other.server(0).host()).build()) {
                assertThat(client.set("k", "v")).isEqualTo("OK");
                assertThat(client.view().findMaster().orElseThrow().address())
                        .isEqualTo(cluster.server(1).address());
            }
        }
    }

    @Test
    void twoMastersWithoutAMajorityAreBothNamed() {
        try (TestCluster one = new TestCluster(1, folder);
                TestCluster two = new TestCluster(1, folder)) {
            forgetEpoch(one.server(0));
            forgetEpoch(two.server(0));
            try (HaRedisClient client =
                    one.client().nodes(two.server(0).host()).deadline(SOON).build()) {
                fails(client, one.server(0).host(), two.server(0).host(), "all masters", "are they of one cluster?");
            }
        }
    }

    @Test
    void whoWasDeposedGetsNoMoreWritesThoughNobodyOfTheNewReignAnswers() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client()
                        .deadline(SOON)
                        .probeInterval(Duration.ofMinutes(1))
                        .build()) {
            client.set("key", "old");
            Awaitility.await().until(() -> isListening(cluster.replicaBut()) && isListening(cluster.server(2)));
            RedisServer deposed = cluster.master();
            RedisServer now = cluster.replicaBut();
            RedisServer witness = cluster.replicaBut(now);
            cluster.detach(now);
            cluster.promote(now);
            cluster.follow(witness, now);
            Awaitility.await().until(() -> "2".equals(epoch(witness)));
            now.signal("STOP");
            try {
                try (Jedis operator = witness.as("operator", 15)) {
                    operator.publish(Gossip.CHANNEL, Gossip.payload(witness.host(), 6379));
                }
                Awaitility.await().until(() -> client.view().state() != ClientState.READY);
                witness.signal("STOP");
                fails(client, deposed.host(), "older epoch");
                assertThat(deposed.isMaster()).isTrue();
            } finally {
                now.signal("CONT");
                witness.signal("CONT");
            }
            Awaitility.await().until(() -> client.view().state() == ClientState.READY);
            client.set("key", "new");
            try (Jedis meddler = now.meddler()) {
                assertThat(meddler.get("key")).isEqualTo("new");
            }
        }
    }

    private static boolean isListening(RedisServer server) {
        try (Jedis jedis = server.meddler()) {
            return jedis.pubsubNumSub(Gossip.CHANNEL).getOrDefault(Gossip.CHANNEL, 0L) > 0;
        }
    }

    private static @Nullable String epoch(RedisServer server) {
        try (Jedis jedis = server.as("meddler", 15)) {
            return jedis.get("haredis:epoch");
        }
    }

    @Test
    void withoutAMasterAllNodesAreNamedAndTheClientRecovers() throws Exception {
        try (TestCluster cluster = new TestCluster(2, folder)) {
            cluster.detach(cluster.server(0));
            try (HaRedisClient client = cluster.client().deadline(SOON).build()) {
                fails(
                        client,
                        "none of the nodes",
                        cluster.server(0).host(),
                        cluster.server(1).host());
                cluster.promote(cluster.server(1));
                cluster.follow(cluster.server(0), cluster.server(1));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .ignoreExceptions()
                        .until(() -> client.set("k", "v").equals("OK"));
            }
        }
    }

    @Test
    void aReplicaPromotedByHandIsNotFollowedWhileItsEpochIsTheOldOnes() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            client.set("k", "v");
            cluster.awaitReplicated();
            try (Jedis jedis = cluster.server(2).meddler()) {
                jedis.replicaofNoOne();
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.server(2).isMaster());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> client.view().nodes().stream()
                            .anyMatch(n -> n.address().equals(cluster.server(2).address())
                                    && n.role() == NodeView.Role.MASTER));
            assertThat(client.set("k", "w")).isEqualTo("OK");
            assertThat(client.view().findMaster().orElseThrow().address())
                    .isEqualTo(cluster.server(0).address());
        }
    }

    @Test
    void aReplicaPromotedByHandIsFollowedOnceAllFollowIt() {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            cluster.servers().forEach(UneasyClustersIT::forgetEpochIfMaster);
            cluster.awaitReplicated();
            try (HaRedisClient client = cluster.client().build()) {
                client.set("k", "v");
                cluster.awaitReplicated();
                cluster.master().kill();
                try (Jedis jedis = cluster.server(1).meddler()) {
                    jedis.replicaofNoOne();
                }
                cluster.follow(cluster.server(2), cluster.server(1));
                assertThat(client.get("k")).isEqualTo("v");
                Awaitility.await()
                        .untilAsserted(() -> assertThat(
                                        client.view().findMaster().orElseThrow().address())
                                .isEqualTo(cluster.server(1).address()));
            }
        }
    }

    private static void forgetEpochIfMaster(RedisServer server) {
        if (server.isMaster()) {
            forgetEpoch(server);
        }
    }

    /** All restart, empty and fenced, as nodes without volumes: calls wait until one is made master, and go on there. */
    @Test
    void nodesThatRestartEmptyAreWaitedFor() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            client.set("k", "v");
            for (RedisServer server : cluster.servers()) {
                server.kill();
            }
            InFlight<String> waits = InFlight.of(() -> client.get("k"));
            for (RedisServer server : cluster.servers()) {
                server.start();
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> client.metrics().waiting() == 1);
            cluster.promote(cluster.server(1));
            cluster.follow(cluster.server(0), cluster.server(1));
            cluster.follow(cluster.server(2), cluster.server(1));
            cluster.gossip(cluster.servers());
            assertThat(waits.get()).as("the data is gone, and nothing hangs").isNull();
        }
    }
}
