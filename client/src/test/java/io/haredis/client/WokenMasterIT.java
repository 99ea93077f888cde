package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A master is frozen under writers, replaced, and wakes at some moment around that, with a socket buffer full of writes that it
 * acknowledges. {@code -Dharedis.wakes=50} for all moments.
 */
@Timeout(900)
class WokenMasterIT {
    private static final int WRITERS = 16;
    private static final int WAKES = Integer.getInteger("haredis.wakes", 5);
    /** From well before the others are told to well after. */
    private static final Duration RANGE = Duration.ofMillis(150);

    @TempDir
    Path folder;

    private final Queue<Done> writes = new ConcurrentLinkedQueue<>();
    private volatile boolean done;

    /** A write reported as done, the epoch that the client knew before it, and the moment of its reply. */
    private record Done(String key, long epoch, long at) {}

    @Test
    void nothingDoneInTheNewReignIsMissing() throws Exception {
        int doomed = 0;
        int between = 0;
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            List<Thread> threads = writers(client);
            for (int round = 0; round < WAKES; round++) {
                writes.clear();
                await(() -> writes.size() > 200);
                long gossiped = changeMaster(cluster, RANGE.multipliedBy(round).dividedBy(WAKES));
                long epoch = cluster.epoch();
                await(() -> writes.stream().filter(w -> w.epoch() == epoch).count() > 500);
                List<Done> written = new ArrayList<>(writes);
                List<Done> lost = missing(cluster.master(), written);
                assertThat(lost).as("of round %d", round).allMatch(w -> w.epoch() < epoch);
                doomed += lost.size();
                between += (int) lost.stream().filter(w -> w.at() > gossiped).count();
                await(cluster::isInSync);
            }
            done = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
        System.out.printf(
                "%d wakes: %d acknowledged writes were lost with the old masters, %d of them answered after the gossip"
                        + " and before the client had verified it%n",
                WAKES, doomed, between);
    }

    /** What it knows may never have been acknowledged, or is no longer so. */
    @Test
    void itsLateErrorIsNobodysAnswer() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            InFlight<String> read = answeredLate(cluster, client, () -> client.get("key"));
            assertThat(read.get()).as("asked again").isEqualTo("7");
            cluster.followAll();
            await(cluster::isInSync);
            InFlight<Long> write = answeredLate(cluster, client, () -> client.incr("key"));
            assertThatThrownBy(write::get).hasCauseInstanceOf(HaUnknownOutcomeException.class);
        }
    }

    /** By a master that was replaced and still has a list where there is a number now. */
    private static <T> InFlight<T> answeredLate(TestCluster cluster, HaRedisClient client, Callable<T> call) {
        RedisServer old = cluster.master();
        client.del("key");
        client.rpush("key", "a list");
        cluster.awaitReplicated();
        client.exists("key"); // a connection that is fresh
        old.signal("STOP");
        InFlight<T> flight = InFlight.sent(call);
        cluster.elect();
        cluster.awaitFollowedBy(client);
        client.del("key");
        client.set("key", "7");
        old.signal("CONT");
        return flight;
    }

    /** Of a master that lost nothing it is: planned moves cost no call. */
    @Test
    void aLateErrorOfOneThatLostNothingCounts() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client =
                        cluster.client().probeInterval(Duration.ofHours(1)).build()) {
            RedisServer old;
            InFlight<Object> call;
            boolean sent;
            do { // again where the client has asked about the move just then, by itself
                await(cluster::isInSync);
                old = cluster.master();
                client.set("key", "v");
                cluster.moveQuietly(cluster.replicaBut());
                old.signal("STOP");
                call = InFlight.of(() -> client.eval("no script"));
                sent = call.awaitSent(() -> Objects.equals(client.view().epoch(), cluster.epoch()));
                if (!sent) {
                    old.signal("CONT");
                }
            } while (!sent);
            RedisServer former = old;
            cluster.gossip(cluster.servers().stream().filter(s -> s != former).toList());
            cluster.awaitFollowedBy(client);
            old.signal("CONT");
            assertThatThrownBy(call::get)
                    .hasCauseInstanceOf(JedisDataException.class)
                    .hasMessageContaining("compiling script");
        }
    }

    /** Freezes it, elects, wakes it so long after the election began; returns when the others were told. */
    private static long changeMaster(TestCluster cluster, Duration wakesAfter) throws InterruptedException {
        RedisServer old = cluster.master();
        long[] gossiped = new long[1];
        old.signal("STOP");
        Thread waker = new Thread(() -> {
            LockSupport.parkNanos(wakesAfter.toNanos());
            old.signal("CONT");
        });
        waker.start();
        cluster.electWithout(old, () -> gossiped[0] = System.nanoTime());
        waker.join();
        cluster.follow(old, cluster.master());
        return gossiped[0];
    }

    private List<Thread> writers(HaRedisClient client) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            Thread thread = new Thread(() -> {
                for (int n = 0; !done; n++) {
                    write(client, writer + ":" + n);
                }
            });
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void write(HaRedisClient client, String key) {
        Long epoch = client.view().epoch();
        try {
            client.set(key, "v");
            writes.add(new Done(key, epoch == null ? 0 : epoch, System.nanoTime()));
        } catch (HaUnknownOutcomeException e) {
            // As it should be.
        }
    }

    private static List<Done> missing(RedisServer master, Collection<Done> written) {
        try (Jedis jedis = master.meddler()) {
            return written.stream().filter(w -> !jedis.exists(w.key())).toList();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .ignoreException(JedisConnectionException.class) // a server on a busy machine
                .until(condition);
    }
}
