package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.TestCluster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many changes of master in one process, under a writer, a reader and a subscription: nothing grows, and the last are as quick
 * as the first. {@code -Dharedis.changes=1000} for the full figure.
 */
@Timeout(1800)
class ManyChangesIT {
    private static final int CHANGES = Integer.getInteger("haredis.changes", 50);
    private static final int PART = CHANGES / 10;
    private static final long HEAP_SLACK = 16L << 20;

    @TempDir
    Path folder;

    private final AtomicLong lastReply = new AtomicLong();
    private final AtomicLong longestGap = new AtomicLong();
    private volatile boolean done;

    private record Use(long threads, long sockets, long heap) {}

    @Test
    void nothingGrows() throws Exception {
        double[] gaps = new double[CHANGES];
        Use early = new Use(0, 0, 0);
        long sockets = 0;
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build();
                Subscription news = client.subscribe(message -> {}, "news")) {
            news.awaitSubscribed(Duration.ofSeconds(20));
            Thread writer = writer(client);
            for (int i = 0; i < CHANGES; i++) {
                if (i == PART) {
                    early = use();
                }
                longestGap.set(0);
                cluster.move(cluster.server((i + 1) % 3));
                cluster.awaitFollowedBy(client);
                client.slaveOk().get("n");
                await(cluster::isInSync);
                gaps[i] = longestGap.get() / 1e6;
                if (i < PART) {
                    sockets = Math.max(sockets, sockets()); // one may be on its way at any moment
                }
            }
            long most = sockets;
            long threads = early.threads();
            await(() -> sockets() <= most && threads() <= threads); // a subscription on its way has two
            Use late = use();
            done = true;
            writer.join();
            double first = p99(gaps, 0);
            double last = p99(gaps, CHANGES - PART);
            System.out.printf(
                    "%d changes: %s, then %s; p99 of the gap %.1f ms, then %.1f ms%n",
                    CHANGES, early, late, first, last);
            assertThat(client.metrics().masterChanges()).isEqualTo(CHANGES);
            assertThat(late.heap()).isLessThan(early.heap() + HEAP_SLACK);
            assertThat(last).isLessThan(10 * Math.max(first, 10));
        }
    }

    private Thread writer(HaRedisClient client) {
        lastReply.set(System.nanoTime());
        Thread thread = new Thread(() -> {
            while (!done) {
                client.incr("n");
                long now = System.nanoTime();
                long gap = now - lastReply.getAndSet(now);
                longestGap.accumulateAndGet(gap, Math::max);
            }
        });
        thread.start();
        return thread;
    }

    private static double p99(double[] gaps, int from) {
        double[] sorted = IntStream.range(from, from + PART)
                .mapToDouble(i -> gaps[i])
                .sorted()
                .toArray();
        return sorted[(int) Math.ceil(0.99 * PART) - 1];
    }

    private static Use use() {
        long heap = Stream.generate(ManyChangesIT::heapAfterCollection)
                .limit(3)
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
        return new Use(threads(), sockets(), heap);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("haredis-"))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("haredis-worker-"))
                .count();
    }

    private static long heapAfterCollection() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** This process' open ones. */
    private static long sockets() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(ManyChangesIT::isSocket).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }
}
