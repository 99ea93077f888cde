package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.decide.Requests;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import io.haredis.operator.testing.Writers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The occasions of a planned move, on real servers under writers: nothing that was acknowledged is lost. */
class MovesIT {
    @TempDir
    Path folder;

    @Test
    void askedByName() throws Exception {
        moves(cluster -> cluster.annotations.put(Requests.SWITCHOVER, "c-2"), "c-2");
    }

    @Test
    void askedForAnyTenTimesByTwoOperators() throws Exception {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            cluster.operate(() -> false);
            try (Writers writers = Writers.start(2, false, cluster)) {
                for (int i = 0; i < 10; i++) {
                    long epoch = cluster.record().epoch();
                    cluster.annotations.put(Requests.SWITCHOVER, Requests.ANY);
                    answered(cluster);
                    cluster.settle(2);
                    assertThat(cluster.record().epoch()).as("moved once").isEqualTo(epoch + 1);
                }
                assertThat(writers.missingOn(cluster.master())).isEmpty();
            }
            assertThat(told(cluster, "SwitchoverDone")).isNotEmpty();
        }
    }

    @Test
    void theMastersPodIsDeleted() throws Exception {
        moves(cluster -> cluster.leaving.add(cluster.record().holder()), null);
    }

    @Test
    void theMastersKubernetesNodeIsCordoned() throws Exception {
        moves(cluster -> cluster.cordoned.addAll(List.of("c-0", cluster.record().holder())), null);
    }

    @Test
    void whatCannotBeIsRefusedAndNotTriedAgain() throws Exception {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            long epoch = cluster.record().epoch();
            cluster.annotations.put(Requests.SWITCHOVER, "c-7");
            answered(cluster);
            assertThat(told(cluster, "SwitchoverRefused"))
                    .singleElement()
                    .satisfies(h -> assertThat(h.warning()).isTrue())
                    .satisfies(h -> assertThat(h.sentence()).contains("c-7", "c-0, c-1, c-2"));
            assertThat(cluster.record().epoch()).isEqualTo(epoch);
        }
    }

    /** The target dies as the move begins: an election, which the old master wins; the request is not tried again. */
    @Test
    void aMoveThatCannotFinishEndsInAnElection() throws Exception {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            RedisServer target = replica(cluster);
            long epoch = cluster.record().epoch();
            target.signal("STOP");
            cluster.annotations.put(Requests.SWITCHOVER, target.name());
            answered(cluster);
            cluster.settle(1);
            target.signal("CONT");
            cluster.settle(2);
            assertThat(cluster.record().epoch()).isBetween(epoch, epoch + 2);
            assertThat(cluster.record().holder()).isNotEqualTo(target.name());
        }
    }

    /** Its promotion fails halfway each time: an election, which the old master wins, each time without a writable master. */
    @Test
    void aTargetThatCannotBePromotedIsTriedOnce() throws Exception {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            RedisServer old = cluster.master();
            RedisServer target = replica(cluster);
            long epoch = cluster.record().epoch();
            target.meddle("ACL", "SETUSER", "operator", "-set");
            cluster.annotations.put(Requests.SWITCHOVER, target.name());
            answered(cluster);
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> cluster.record().epoch() == epoch + 2);
            assertThat(cluster.record().holder()).isEqualTo(old.name());
            assertThat(told(cluster, "MoveFailed")).isNotEmpty();
        }
    }

    private interface Cause {
        void happen(TestCluster cluster);
    }

    private void moves(Cause cause, @Nullable String to) throws Exception {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            RedisServer old = cluster.master();
            long epoch = cluster.record().epoch();
            long syncs = fullSyncs(cluster);
            try (Writers writers = Writers.start(3, false, cluster)) {
                Awaitility.await().until(() -> writers.acknowledged() > 100);
                cause.happen(cluster);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> cluster.record().epoch() > epoch);
                cluster.settle(2);
                int then = writers.acknowledged();
                Awaitility.await().until(() -> writers.acknowledged() > then + 100);
                assertThat(writers.missingOn(cluster.master())).isEmpty();
            }
            assertThat(cluster.record().epoch()).isEqualTo(epoch + 1);
            assertThat(cluster.record().holder()).isNotEqualTo(old.name());
            if (to != null) {
                assertThat(cluster.record().holder()).isEqualTo(to);
                answered(cluster);
            }
            assertThat(cluster.changes.getLast().planned()).isTrue();
            assertThat(fullSyncs(cluster)).as("full resyncs").isEqualTo(syncs);
        }
    }

    private static RedisServer replica(TestCluster cluster) {
        RedisServer master = cluster.master();
        return cluster.servers().stream().filter(s -> s != master).findFirst().orElseThrow();
    }

    private static void answered(TestCluster cluster) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> cluster.annotations.get(Requests.SWITCHOVER) == null);
    }

    private static List<Happening> told(TestCluster cluster, String reason) {
        return cluster.happenings.stream()
                .filter(h -> h.reason().equals(reason))
                .toList();
    }

    private static long fullSyncs(TestCluster cluster) {
        return cluster.servers().stream()
                .mapToLong(s -> Long.parseLong(s.info("sync_full")))
                .sum();
    }
}
