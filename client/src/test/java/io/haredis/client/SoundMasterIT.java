package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.exceptions.JedisBusyException;
import redis.clients.jedis.params.ClientKillParams;

/** A master that is all right, or nearly so, is left alone. */
@Timeout(60)
class SoundMasterIT {
    @TempDir
    Path folder;

    /** It answers, if only that it is busy: the remedy goes through the client, too. */
    @Test
    void aScriptThatRunsForLongIsKilledByTheClient() throws Exception {
        try (TestCluster cluster = new TestCluster(2, folder, "lua-time-limit 300");
                HaRedisClient client =
                        cluster.client().deadline(Duration.ofSeconds(5)).build()) {
            client.set("key", "value");
            CompletableFuture<Void> script = CompletableFuture.runAsync(() -> {
                try (Jedis meddler = cluster.master().meddler()) {
                    assertThatThrownBy(() -> meddler.eval("while true do end")).hasMessageContaining("killed");
                }
            });
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(500))
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> isBusy(client));
            assertThat(client.metrics().suspicions()).isZero();
            assertThat(client.scriptKill()).isEqualTo("OK");
            script.get(10, TimeUnit.SECONDS);
            assertThat(client.get("key")).isEqualTo("value");
        }
    }

    private static boolean isBusy(HaRedisClient client) {
        try {
            client.get("key");
            return false;
        } catch (JedisBusyException e) {
            return true;
        }
    }

    /** The application names it otherwise than the other nodes do; whichever address answers first, it is the same master. */
    @Test
    void aMasterWithTwoAddressesIsNotReplacedByItself() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            HostAndPort usual = cluster.master().address();
            String[] bytes = usual.getHost().split("\\.", -1);
            int last = Integer.parseInt(bytes[2]) * 256 + Integer.parseInt(bytes[3]);
            HostAndPort unusual = new HostAndPort("127.0." + last, usual.getPort());
            try (HaRedisClient client =
                    cluster.client().nodes(unusual.toString()).build()) {
                client.set("key", "value");
                Awaitility.await().until(() -> client.view().nodes().size() == 4 && cluster.isListenedTo());
                CompletableFuture<List<String>> blocked = CompletableFuture.supplyAsync(() -> client.blpop(30, "list"));
                for (int doubt = 0; doubt < 20; doubt++) {
                    long before = client.metrics().suspicions();
                    try (Jedis meddler = cluster.master().meddler()) {
                        meddler.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
                    }
                    Awaitility.await().until(() -> client.metrics().suspicions() > before);
                    client.set("key", "value" + doubt);
                    Awaitility.await().until(cluster::isListenedTo);
                }
                assertThat(client.metrics().masterChanges()).isZero();
                client.rpush("list", "an element");
                assertThat(blocked.get(10, TimeUnit.SECONDS)).containsExactly("list", "an element");
            }
        }
    }

    /** Whoever may publish can name any address: it is asked who it is, once a message, and is no node of the cluster. */
    @Test
    void aStrangerThatGossipNamesIsSoonForgotten() {
        try (TestCluster cluster = new TestCluster(2, folder.resolve("ours"));
                TestCluster strange = new TestCluster(1, folder.resolve("strange"));
                Jedis there = strange.master().meddler();
                HaRedisClient client = cluster.client().build()) {
            client.set("key", "value");
            RedisServer stranger = strange.master();
            long before = RedisServer.connections(there);
            client.publish("haredis:gossip:master", stranger.address().toString());
            Awaitility.await("it is asked").until(() -> RedisServer.connections(there) > before);
            Awaitility.await("and left")
                    .until(() -> stranger.info("connected_clients").equals("2")); // two of this test's
            assertThat(client.view().nodes()).noneMatch(node -> node.address().equals(stranger.address()));
            for (int port = 20_000; port < 20_200; port++) {
                client.publish("haredis:gossip:master", "127.0.0.1:" + port);
            }
            assertThat(client.view().nodes()).hasSize(2);
            assertThat(client.get("key")).isEqualTo("value");
        }
    }
}
