package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Writers all the while. */
@Timeout(180)
class UnderLoadIT {
    private static final int WRITERS = 8;

    @TempDir
    Path folder;

    private final Map<String, AtomicLong> acknowledged = new ConcurrentHashMap<>();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
    private volatile boolean done;

    private List<Thread> writers(HaRedisClient client) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String key = "n" + i;
            acknowledged.put(key, new AtomicLong());
            Thread thread = new Thread(() -> {
                while (!done) {
                    try {
                        client.incr(key);
                        acknowledged.get(key).incrementAndGet();
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void join(List<Thread> threads) throws InterruptedException {
        done = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void awaitMore(int writes) {
        long target = sum() + writes;
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> sum() >= target);
    }

    private long sum() {
        return acknowledged.values().stream().mapToLong(AtomicLong::get).sum();
    }

    @Test
    void plannedMovesFailNothingAndLoseNothing() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            List<Thread> threads = writers(client);
            awaitMore(200);
            for (int move = 1; move <= 6; move++) {
                cluster.move(cluster.server(move % 3));
                awaitMore(200);
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(cluster::isInSync);
            }
            join(threads);
            assertThat(failures).isEmpty();
            assertThat(client.metrics().masterChanges()).isEqualTo(6);
            acknowledged.forEach((key, count) -> assertThat(client.get(key)).isEqualTo(count.toString()));
        }
    }

    @Test
    void aKillFailsNothingButWhatWasOnItsWay() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            List<Thread> threads = writers(client);
            awaitMore(200);
            cluster.master().kill();
            cluster.elect();
            awaitMore(500);
            join(threads);
            assertThat(failures)
                    .allSatisfy(e -> assertThat(e).isInstanceOf(HaUnknownOutcomeException.class))
                    .hasSizeLessThanOrEqualTo(WRITERS);
            assertThat(client.metrics().unknownOutcomes()).isEqualTo(failures.size());
        }
    }

    /**
     * The old master is frozen between two writes of each writer, replaced, and wakes at some moment around the switch: what it
     * replied before, but its caller saw later, is no matter here.
     */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 10, 50})
    void aFrozenMasterThatWakesAcknowledgesNothing(int wakesAfterMillis) throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            Set<String> after = ConcurrentHashMap.newKeySet();
            List<Thread> threads = new ArrayList<>();
            ReadWriteLock writing = new ReentrantReadWriteLock(true);
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                Thread thread = new Thread(() -> {
                    for (int n = 0; !done; n++) {
                        String key = writer + ":" + n;
                        writing.readLock().lock();
                        try {
                            client.set(key, "v");
                            Long epoch = client.view().epoch();
                            if (epoch != null && epoch == 2) {
                                after.add(key);
                            }
                        } catch (HaUnknownOutcomeException e) {
                            // As it should be.
                        } finally {
                            writing.readLock().unlock();
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            Awaitility.await().until(() -> client.metrics().calls() > 200);
            RedisServer old = cluster.master();
            writing.writeLock().lock();
            try {
                old.signal("STOP");
            } finally {
                writing.writeLock().unlock();
            }
            Thread waker = new Thread(() -> {
                LockSupport.parkNanos(
                        Duration.ofMillis(Math.max(0, wakesAfterMillis)).toNanos());
                old.signal("CONT");
            });
            if (wakesAfterMillis < 0) {
                waker.start();
            }
            cluster.electWithout(old, () -> {
                if (wakesAfterMillis >= 0) {
                    waker.start();
                }
            });
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> after.size() > 500);
            waker.join();
            cluster.follow(old, cluster.master());
            join(threads);
            try (Jedis jedis = cluster.master().meddler()) {
                for (String key : after) {
                    assertThat(jedis.exists(key)).as(key).isTrue();
                }
            }
        }
    }
}
