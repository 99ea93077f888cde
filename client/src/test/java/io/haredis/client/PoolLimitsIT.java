package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.Jedis;

/** What the application's pool configuration may say. */
@Timeout(60)
class PoolLimitsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE})
    void aPoolWithoutLimitFollowsOneMasterAfterTheOther(int most) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(most);
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client =
                        cluster.client().poolConfig(pool).autoSlaveOk(true).build()) {
            for (int change = 0; change < 4; change++) {
                String value = "change-" + change;
                client.set("key", value);
                Awaitility.await().until(() -> value.equals(client.get("key")));
                cluster.move(cluster.replicaBut());
            }
            client.set("key", "in the end");
            assertThat(client.master().get("key")).isEqualTo("in the end");
        }
    }

    @Test
    void whoDoesNotWantToWaitForAConnectionIsToldAtOnce() throws InterruptedException {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(1);
        pool.setBlockWhenExhausted(false);
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().poolConfig(pool).build()) {
            client.set("before", "served");
            Thread blocked = new Thread(() -> client.blpop(20, "list"));
            blocked.start();
            Awaitility.await()
                    .until(() -> cluster.master().info("blocked_clients").equals("1"));
            long begin = System.nanoTime();
            assertThatThrownBy(() -> client.get("before"))
                    .isInstanceOf(HaUnavailableException.class)
                    .hasMessageContaining("none of 1 connections was free");
            assertThat(System.nanoTime() - begin)
                    .isLessThan(Duration.ofSeconds(2).toNanos());
            try (Jedis meddler = cluster.master().meddler()) {
                meddler.rpush("list", "an element");
            }
            blocked.join();
        }
    }
}
