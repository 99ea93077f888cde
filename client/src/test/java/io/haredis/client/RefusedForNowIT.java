package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** A master that takes no write yet, for want of replicas, and many that want to write. */
@Timeout(60)
class RefusedForNowIT {
    private static final int WRITERS = 32;
    private static final Duration REFUSED = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @Test
    void anErrorOfTheApplicationsOwnWakesThemToo() throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().build();
                Jedis meddler = cluster.master().meddler()) {
            client.set("text", "no list");
            meddler.configSet("min-replicas-to-write", "1");
            Future<Long> ahead = threads.submit(() -> {
                try {
                    return client.rpush("text", "an element");
                } catch (JedisDataException wrongType) {
                    return System.nanoTime();
                }
            });
            Awaitility.await().until(() -> client.metrics().repeatedAfterRefusal() > 0);
            Future<Long> behind = threads.submit(() -> {
                client.set("key", "served");
                return System.nanoTime();
            });
            Awaitility.await().pollDelay(REFUSED).until(() -> true);
            meddler.configSet("min-replicas-to-write", "0");
            long between = behind.get(10, TimeUnit.SECONDS) - ahead.get(10, TimeUnit.SECONDS);
            assertThat(Math.abs(between)).isLessThan(Duration.ofMillis(250).toNanos());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoeverIsInterruptedWhileItAsksLeavesThatToTheNext() throws InterruptedException, ExecutionException {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().build();
                Jedis meddler = cluster.master().meddler()) {
            client.set("before", "served");
            meddler.configSet("min-replicas-to-write", "1");
            // Its assertion is this test's, so it is asked for.
            FutureTask<Void> interrupted = new FutureTask<>(
                    () -> {
                        Thread.currentThread().interrupt();
                        assertThatThrownBy(() -> client.set("key", "never")).hasMessageContaining("interrupted");
                    },
                    null);
            new Thread(interrupted).start();
            interrupted.get();
            long before = client.metrics().repeatedAfterRefusal();
            Thread next = new Thread(() -> client.set("key", "served"));
            next.start();
            // Who goes ahead asks some thirty times a second, who does not some ten times.
            Awaitility.await()
                    .atMost(Duration.ofMillis(1900))
                    .until(() -> client.metrics().repeatedAfterRefusal() - before > 20);
            meddler.configSet("min-replicas-to-write", "0");
            next.join();
        }
    }

    @Test
    void atTheDeadlineAHalfDonePipelineIsNotCalledUnexecuted() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client()
                        .auth("meddler", RedisServer.PASSWORD)
                        .deadline(Duration.ofMillis(500))
                        .build();
                Jedis meddler = cluster.master().meddler()) {
            assertThatThrownBy(() -> {
                        AbstractPipeline pipeline = client.pipelined();
                        pipeline.incr("first");
                        pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "1");
                        pipeline.incr("second");
                        pipeline.sync();
                    })
                    .isInstanceOf(HaUnknownOutcomeException.class);
            assertThat(meddler.get("first")).isEqualTo("1");
            assertThat(meddler.get("second")).isNull();
        }
    }

    /** The server works on within one pipeline: the refused write, sent again, would undo the later one. */
    @Test
    void aRefusedWriteOfAPipelineUndoesNoLaterOne() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client =
                        cluster.client().auth("meddler", RedisServer.PASSWORD).build()) {
            assertThatThrownBy(() -> refusedOnce(client, "key", "key"))
                    .isInstanceOf(HaUnknownOutcomeException.class)
                    .hasMessageContaining("SET (command 2 of 4 in a pipeline)");
            assertThat(client.get("key")).isEqualTo("2");

            refusedOnce(client, "one", "other");
            assertThat(client.mget("one", "other")).containsExactly("1", "2");
        }
    }

    /** Nor where the connection ends behind both, and the policy allows to repeat each of them. */
    @Test
    void aRefusedWriteUndoesNoLaterOneAfterTheConnectionsEndEither() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client()
                        .auth("meddler", RedisServer.PASSWORD)
                        .retryPolicy(RetryPolicy.IDEMPOTENT)
                        .build();
                Jedis meddler = cluster.master().meddler()) {
            meddler.configSet("proto-max-bulk-len", "1048576");
            AbstractPipeline pipeline = client.pipelined();
            pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "1");
            pipeline.set("key", "1");
            pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "0");
            pipeline.set("key", "2");
            pipeline.set("large", "x".repeat(2 << 20));
            assertThatThrownBy(pipeline::sync).isInstanceOf(HaUnknownOutcomeException.class);
            assertThat(client.get("key")).isEqualTo("2");
        }
    }

    /** A read behind the refused write is sent again with it, but not past a later write that was executed. */
    @Test
    void aReadOfAPipelineDoesNotSeeALaterWrite() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client =
                        cluster.client().auth("meddler", RedisServer.PASSWORD).build()) {
            client.set("n", "5");
            AbstractPipeline pipeline = client.pipelined();
            pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "1");
            Response<String> refused = pipeline.set("key", "1");
            Response<String> before = pipeline.get("n");
            Response<String> own = pipeline.get("key");
            pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "0");
            Response<Long> after = pipeline.incr("n");
            pipeline.sync();
            assertThat(refused.get()).isEqualTo("OK");
            assertThat(before.get()).isEqualTo("5");
            assertThat(own.get()).isEqualTo("1");
            assertThat(after.get()).isEqualTo(6);

            pipeline = client.pipelined();
            pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "1");
            pipeline.set("key", "2");
            pipeline.mget("key", "n"); // neither reply is one in order
            pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "0");
            pipeline.incr("n");
            assertThatThrownBy(pipeline::sync).isInstanceOf(HaUnknownOutcomeException.class);
        }
    }

    /** What was read behind a refused write is read again also where the connection ends before the last reply. */
    @Test
    void aReadOfAPipelineSeesAnEarlierWriteAfterTheConnectionsEndToo() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client()
                        .auth("meddler", RedisServer.PASSWORD)
                        .retryPolicy(RetryPolicy.IDEMPOTENT)
                        .build()) {
            AbstractPipeline pipeline = client.pipelined();
            pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "1");
            pipeline.set("key", "1");
            Response<String> own = pipeline.get("key");
            pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "0");
            pipeline.sendCommand(Command.CLIENT, "KILL", "USER", "meddler", "SKIPME", "no");
            pipeline.set("other", "1");
            pipeline.sync();
            assertThat(own.get()).isEqualTo("1");
        }
    }

    private static void refusedOnce(HaRedisClient client, String first, String second) {
        AbstractPipeline pipeline = client.pipelined();
        pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "1");
        pipeline.set(first, "1");
        pipeline.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "0");
        pipeline.set(second, "2");
        pipeline.sync();
    }

    @Test
    void oneOfThemAsksAndItsReplyWakesAllOthers() throws InterruptedException, ExecutionException, TimeoutException {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(WRITERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().poolConfig(pool).build();
                Jedis meddler = cluster.master().meddler()) {
            client.set("before", "served");
            meddler.configSet("min-replicas-to-write", "1");
            List<Future<Long>> writes = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String key = "key-" + i;
                writes.add(threads.submit(() -> {
                    client.set(key, "served");
                    return System.nanoTime();
                }));
            }
            Awaitility.await().pollDelay(REFUSED).until(() -> client.metrics().repeatedAfterRefusal() >= WRITERS);
            long asked = client.metrics().repeatedAfterRefusal();
            meddler.configSet("min-replicas-to-write", "0");
            List<Long> served = new ArrayList<>();
            for (Future<Long> write : writes) {
                served.add(write.get(10, TimeUnit.SECONDS));
            }
            // By themselves the others would ask again within half a second.
            assertThat(served.stream().mapToLong(Long::longValue).max().orElseThrow()
                            - served.stream().mapToLong(Long::longValue).min().orElseThrow())
                    .isLessThan(Duration.ofMillis(250).toNanos());
            assertThat(asked).as("asked").isLessThan(30L * WRITERS);
        } finally {
            threads.shutdownNow();
        }
    }
}
