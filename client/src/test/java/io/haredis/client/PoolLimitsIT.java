package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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

    /** The server closes a connection behind UNBLOCKED: nobody else may get it. */
    @Test
    void whoWaitsForABlockedCallsConnectionIsServedByTheNextMaster() throws Exception {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(1);
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().poolConfig(pool).build()) {
            client.set("before", "served");
            for (int move = 0; move < 8; move++) {
                String value = "move-" + move;
                CompletableFuture<List<String>> blocked = CompletableFuture.supplyAsync(() -> client.blpop(30, "list"));
                Awaitility.await()
                        .until(() -> cluster.master().info("blocked_clients").equals("1"));
                FutureTask<String> waiting = new FutureTask<>(() -> client.set("key", value));
                Thread waits = new Thread(waiting);
                waits.start();
                Awaitility.await().until(() -> waits.getState() == Thread.State.TIMED_WAITING);
                cluster.move(cluster.replicaBut());
                try (Jedis meddler = cluster.master().meddler()) {
                    meddler.rpush("list", value);
                }
                assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("OK");
                assertThat(blocked.get(10, TimeUnit.SECONDS)).containsExactly("list", value);
            }
        }
    }

    @Test
    void whoWaitsForEverMayDoSo() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxWait(Duration.ofMillis(Long.MAX_VALUE));
        pool.setMinEvictableIdleDuration(Duration.ofMillis(Long.MAX_VALUE));
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client()
                        .poolConfig(pool)
                        .deadline(Duration.ofSeconds(5))
                        .build()) {
            assertThat(client.set("key", "value")).isEqualTo("OK");
        }
    }
}
