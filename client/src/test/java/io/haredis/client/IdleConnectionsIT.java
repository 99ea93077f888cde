package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.ConnectionPoolConfig;

/** Connections of a peak are closed once they have been idle for as long as the pool's configuration says. */
@Timeout(60)
class IdleConnectionsIT {
    @TempDir
    Path folder;

    @Test
    void theOldestAreClosedAsOthersAreUsed() throws Exception {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMinEvictableIdleDuration(Duration.ofMillis(100));
        pool.setMinIdle(2);
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().poolConfig(pool).build()) {
            client.get("k");
            List<InFlight<?>> peak = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String list = "list" + i;
                peak.add(InFlight.sent(() -> client.blpop(10, list)));
            }
            assertThat(client.metrics().connections()).isEqualTo(6);
            for (int i = 0; i < 6; i++) {
                client.rpush("list" + i, "x");
                peak.get(i).get();
            }
            assertThat(client.metrics().connections()).isGreaterThan(2);
            Awaitility.await().untilAsserted(() -> {
                client.get("k");
                assertThat(client.metrics().connections()).isEqualTo(2);
            });
        }
    }
}
