package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The master dies while one of its replicas is behind, or in the middle of a full sync. */
class SyncingReplicaIT {
    private static final int KEYS = 2000;

    @TempDir
    Path folder;

    private TestCluster cluster;
    private RedisServer master;

    @BeforeEach
    void start() {
        cluster = TestCluster.settled(folder);
        master = cluster.master();
        fill("first");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void fill(String name) {
        try (Jedis client = master.client()) {
            for (int i = 0; i < KEYS; i++) {
                client.set(name + i, "value");
            }
            assertThat(client.waitReplicas(1, 2000)).isPositive();
        }
    }

    /** Of names c-0 and up the lower one lags: it would win if nothing else counted. */
    private RedisServer laggard() {
        return cluster.servers().stream()
                .filter(s -> s != master)
                .min((one, other) -> one.name().compareTo(other.name()))
                .orElseThrow();
    }

    @Test
    void theReplicaThatLagsDoesNotWin() {
        RedisServer laggard = laggard();
        cluster.stop();
        laggard.meddle("REPLICAOF", "127.0.0.1", "1");
        fill("second");
        master.kill();
        cluster.operate(() -> true);
        wonByTheOther(laggard, 2 * KEYS);
    }

    @Test
    void theReplicaInTheMiddleOfAFullSyncDoesNotWin() throws IOException {
        RedisServer syncing = laggard();
        master.meddle("CONFIG", "SET", "rdb-key-save-delay", "2000");
        syncing.kill();
        syncing.empty();
        syncing.start();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> syncing.info("master_sync_in_progress").equals("1"));
        master.kill();
        wonByTheOther(syncing, KEYS);
    }

    private void wonByTheOther(RedisServer loser, int keys) {
        cluster.settle(1);
        assertThat(cluster.record().holder()).isNotIn(loser.name(), master.name());
        for (RedisServer server : cluster.servers()) {
            if (server != master) {
                try (Jedis client = server.client()) {
                    assertThat(client.dbSize()).as(server.name()).isEqualTo(keys);
                }
            }
        }
    }
}
