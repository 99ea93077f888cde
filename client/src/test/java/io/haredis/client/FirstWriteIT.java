package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.exceptions.JedisDataException;

/** One write tries a new master before the others; once it is answered nobody waits for anybody, whatever the application sends. */
@Timeout(60)
class FirstWriteIT {
    private static final int THREADS = 8;
    private static final int LOOKS = 300;

    @TempDir
    Path folder;

    /** What an application may do and nothing else. */
    enum Habit {
        SETS,
        PUBLISHES,
        DURABLE_SETS,
        ERRORS,
        PIPELINES
    }

    private static void act(Habit habit, HaRedisClient client) {
        switch (habit) {
            case SETS -> client.set("key", "value");
            case PUBLISHES -> client.publish("channel", "message");
            case DURABLE_SETS -> client.durability(Durability.QUORUM).set("key", "value");
            case ERRORS -> assertThatThrownBy(() -> client.incr("text")).isInstanceOf(JedisDataException.class);
            case PIPELINES -> {
                try (AbstractPipeline pipeline = client.pipelined()) {
                    pipeline.set("key", "value");
                    pipeline.get("key");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWaitsForOthersOnceTheMasterServes(Habit habit) {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient before = cluster.client().build()) {
            before.set("text", "no number");
            cluster.awaitReplicated();
            try (HaRedisClient client = cluster.client().build()) {
                act(habit, client);
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Thread thread = new Thread(() -> {
                        while (!Thread.currentThread().isInterrupted()
                                && !client.view().state().equals(ClientState.CLOSED)) {
                            act(habit, client);
                        }
                    });
                    thread.setDaemon(true);
                    thread.setUncaughtExceptionHandler((t, closed) -> {});
                    thread.start();
                    threads.add(thread);
                }
                Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
                int waiting = 0;
                for (int i = 0; i < LOOKS; i++) {
                    waiting +=
                            (int) threads.stream().filter(FirstWriteIT::waits).count();
                    LockSupport.parkNanos(1_000_000);
                }
                assertThat(waiting).isZero();
                assertThat(threads).allMatch(Thread::isAlive);
            }
        }
    }

    private static boolean waits(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitTheFirst"));
    }
}
