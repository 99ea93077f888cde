package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.args.ListDirection;

/** A thread that is interrupted gives its call up, and says what is known of it. */
@Timeout(60)
class InterruptedCallsIT {
    @TempDir
    Path folder;

    @Test
    void whatMayHaveBeenExecutedIsUnknownAlsoIfTheNextAttemptIsInterrupted() throws Exception {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client =
                        cluster.client().retryPolicy(RetryPolicy.IDEMPOTENT).build()) {
            client.set("k", "v");
            RedisServer master = cluster.master();
            master.signal("STOP");
            InFlight<String> write = InFlight.sent(() -> client.set("k", "w"));
            master.kill();
            Awaitility.await().until(() -> client.metrics().waiting() == 1);
            write.interrupt();
            assertThatThrownBy(write::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(HaUnknownOutcomeException.class);
        }
    }

    @Test
    void aCallThatWaitsForAMasterHasNotBeenExecutedAndItsThreadStaysInterrupted() throws Exception {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().build()) {
            client.set("k", "v");
            cluster.master().kill();
            InFlight<Boolean> read = InFlight.of(() -> {
                try {
                    client.get("k");
                    return false;
                } catch (HaInterruptedException e) {
                    return Thread.currentThread().isInterrupted();
                }
            });
            Awaitility.await().until(() -> client.metrics().waiting() == 1);
            read.interrupt();
            assertThat(read.get()).isTrue();
        }
    }

    /** The JDK closes the socket that an interrupted virtual thread reads from: that says nothing of the master. */
    @Test
    void anInterruptedVirtualThreadDoesNotSpeakAgainstTheMaster() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().build()) {
            client.get("k");
            FutureTask<?> read = new FutureTask<>(
                    () -> client.blmove("empty", "other", ListDirection.LEFT, ListDirection.RIGHT, 20));
            Thread thread = virtual(read);
            Awaitility.await()
                    .until(() -> cluster.master().info("blocked_clients").equals("1"));
            thread.interrupt();
            assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(HaUnknownOutcomeException.class);
            assertThat(client.get("k")).isNull();
            assertThat(client.metrics().suspicions()).isZero();
        }
    }

    @Test
    void norAgainstAReplica() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().build()) {
            HaRedisClient reads = client.slaveOk();
            Awaitility.await().until(() -> {
                reads.get("k");
                return client.metrics().readsFromReplicas() > 0;
            });
            RedisServer replica = cluster.server(1);
            replica.signal("STOP");
            long began = System.nanoTime();
            FutureTask<?> read = new FutureTask<>(() -> reads.get("k"));
            Thread thread = virtual(read);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Arrays.stream(thread.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("readProtocolWithCheckingBroken")));
            thread.interrupt();
            assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
            replica.signal("CONT");
            assumeThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(1)); // no probe met it
            long before = client.metrics().readsFromReplicas();
            reads.get("k");
            assertThat(client.metrics().readsFromReplicas()).isEqualTo(before + 1);
        }
    }

    private static Thread virtual(Runnable task) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
