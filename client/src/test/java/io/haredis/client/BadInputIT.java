package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.exceptions.JedisDataException;

/** What cannot work ends before the deadline, in an exception that names node and cause; and nothing is left behind. */
@Timeout(60)
class BadInputIT {
    private static final Duration SOON = Duration.ofMillis(700);

    @TempDir
    static Path folder;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(2, folder);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void fails(HaRedisClientBuilder builder, String... words) {
        try (HaRedisClient client = builder.deadline(SOON).build()) {
            assertThatThrownBy(() -> client.get("k"))
                    .isInstanceOf(HaUnavailableException.class)
                    .hasMessageContainingAll(words);
        }
    }

    @Test
    void anUnknownHost() {
        fails(HaRedisClient.builder().nodes("no-such-host.invalid"), "no-such-host.invalid", "unknown host");
    }

    @Test
    void nobodyListens() {
        fails(HaRedisClient.builder().nodes("127.0.0.1:1"), "127.0.0.1:1", "refused");
    }

    @Test
    void aWrongPassword() {
        fails(
                HaRedisClient.builder().nodes(cluster.server(0).host()).auth("wrong"),
                cluster.server(0).host(),
                "WRONGPASS");
    }

    @Test
    void aReplicaOfNobodyAlone() {
        try (TestCluster other = new TestCluster(1, folder)) {
            other.detach(other.server(0));
            fails(other.client(), other.server(0).host(), "none of the nodes that answer is master");
        }
    }

    @Test
    void aDatabaseThatDoesNotExist() {
        try (HaRedisClient client = cluster.client()
                .clientConfig(DefaultJedisClientConfig.builder().database(99).build())
                .build()) {
            assertThatThrownBy(() -> client.get("k"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageContaining("out of range");
        }
    }

    @Test
    @SuppressWarnings("try") // Closing it early is the point.
    void tooManyWait() throws Exception {
        try (HaRedisClient client =
                HaRedisClient.builder().nodes("127.0.0.1:1").maxWaiting(1).build()) {
            InFlight<String> waits = InFlight.of(() -> client.get("k"));
            Awaitility.await().until(() -> client.metrics().waiting() == 1);
            assertThatThrownBy(() -> client.get("k"))
                    .isInstanceOf(HaUnavailableException.class)
                    .hasMessageContaining("1 calls are waiting");
            client.close();
            assertThatThrownBy(waits::get)
                    .as("closing wakes all")
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void closingLeavesNoThreadAndNoConnection() {
        HaRedisClient client = cluster.client().build();
        client.set("k", "v");
        client.close();
        client.close();
        assertThat(client.view().state()).isEqualTo(ClientState.CLOSED);
        assertThatThrownBy(() -> client.get("k")).isInstanceOf(HaUnavailableException.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("haredis-")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> cluster.servers().stream().allMatch(BadInputIT::hasNoClient));
    }

    private static boolean hasNoClient(RedisServer server) {
        try (var jedis = server.meddler()) {
            return jedis.clientList().lines().noneMatch(line -> line.contains("user=default"));
        }
    }

    @Test
    void clientSideCachingIsRefusedInWords() {
        assertThatThrownBy(() -> HaRedisClient.builder()
                        .cacheConfig(
                                redis.clients.jedis.csc.CacheConfig.builder().build())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("caching is not supported");
    }
}
