package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.Recorder;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.Subscribers;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Planned moves, and a master that freezes: what subscriptions miss, and what they must not. */
@Timeout(120)
class SubscriptionMovesIT {
    private static final int MOVES = 20;

    @TempDir
    Path folder;

    /** Nobody publishes while the master moves: then nothing can be missing, wherever the subscriber is. */
    @Test
    void betweenTwentyPlannedMovesEveryMessageComesOnce() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(Duration.ofSeconds(20));
            for (int i = 0; i < MOVES; i++) {
                int before = (int) told(heard);
                cluster.move(cluster.server((i + 1) % 3));
                await(() -> told(heard) > before);
                for (int n = 0; n < 50; n++) {
                    client.publish("news", Integer.toString(50 * i + n));
                }
                heard.awaitTexts(50 * (i + 1));
            }
            List<String> all =
                    IntStream.range(0, 50 * MOVES).mapToObj(Integer::toString).toList();
            assertThat(heard.texts()).containsExactlyElementsOf(all);
        }
    }

    @Test
    void afterAFrozenMasterMessagesComeFromTheNewOnesStreamOnly() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(Duration.ofSeconds(20));
            client.publish("news", "before");
            heard.awaitTexts(1);
            RedisServer frozen = cluster.master();
            int before = (int) told(heard);
            frozen.signal("STOP");
            cluster.elect();
            await(() -> told(heard) > before);
            client.publish("news", "during");
            heard.awaitTexts(2);
            frozen.signal("CONT");
            cluster.followAll();
            await(cluster::isInSync);
            client.publish("news", "after");
            assertThat(heard.awaitTexts(3).texts()).containsExactly("before", "during", "after");
        }
    }

    /** Without the proof it would be taken for good: its connection lives, and it says nothing at all. */
    @Test
    void aReplicaThatDoesNotFollowTheNewMasterIsLeftBehind() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            leavesBehindWhoDoesNotFollow(cluster, client);
        }
    }

    /** Nor is it taken at its word where tokens are forbidden. */
    @Test
    void withoutTokensItIsLeftBehindToo() {
        try (TestCluster cluster = new TestCluster(3, folder, Subscribers.LIMITED);
                HaRedisClient client = Subscribers.limited(cluster)) {
            leavesBehindWhoDoesNotFollow(cluster, client);
        }
    }

    private static void leavesBehindWhoDoesNotFollow(TestCluster cluster, HaRedisClient client) {
        Recorder heard = new Recorder();
        client.subscribe(heard, "news").awaitSubscribed(Duration.ofSeconds(20));
        RedisServer mute = Subscribers.awaitOnReplica(cluster, "news");
        RedisServer next = cluster.replicaBut(mute);
        int before = heard.moves().size();
        cluster.master().kill();
        cluster.detach(mute);
        cluster.detach(next);
        cluster.promote(next);
        assertThat(heard.awaitMove(before, move -> move.reason() == SubscriptionMove.Reason.MASTER_CHANGED)
                        .move())
                .isEqualTo(new SubscriptionMove(
                        mute.address(), next.address(), SubscriptionMove.Reason.MASTER_CHANGED, true));
        client.publish("news", "1");
        heard.awaitTexts(1);
    }

    @Test
    void aMasterWithoutReplicasIsWaitedFor() throws Exception {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().build()) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(Duration.ofSeconds(20));
            client.publish("news", "1");
            heard.awaitTexts(1);
            cluster.master().kill();
            cluster.master().start();
            cluster.promote(cluster.master());
            heard.awaitMove(0, SubscriptionMove::mayHaveMissed);
            client.publish("news", "2");
            assertThat(heard.awaitTexts(2).texts()).containsExactly("1", "2");
        }
    }

    private static long told(Recorder heard) {
        return heard.moves().stream()
                .filter(m -> m.move().reason() == SubscriptionMove.Reason.MASTER_CHANGED)
                .count();
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }
}
