package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be done, for hours perhaps, keeps nothing else waiting. */
class UnrepairableNodesIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aReplicaThatRefusesDoesNotKeepTheOthersFromBeingRepaired() throws IOException {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            List<RedisServer> replicas = replicas(cluster);
            refuseToFollow(replicas.get(0));
            RedisServer other = replicas.get(1); // later in any plan
            other.kill();
            other.start();
            await().atMost(LONG)
                    .until(() -> cluster.record().counts(other.name(), other.runId())
                            && other.info("master_link_status").equals("up"));
            long told = refusals(cluster);
            assertThat(told).isPositive();
            await().during(Duration.ofSeconds(1))
                    .atMost(LONG)
                    .until(() -> refusals(cluster) == told); // not at each look
        }
    }

    /** Without a beat and a mark an election may take an old data set for whole. */
    @Test
    void theBeatGoesOnThoughAReplicaRefuses() {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            refuseToFollow(replicas(cluster).get(0));
            await().atMost(LONG).until(() -> refusals(cluster) > 0);
            assertBeatGoesOn(cluster);
        }
    }

    @Test
    void theBeatGoesOnThoughTheApiRefusesToMoveTheService() {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            cluster.routes.fail(true);
            replicas(cluster).get(0).kill(); // another set of replicas: the routes are to change
            await().atMost(LONG)
                    .until(() ->
                            cluster.happenings.stream().anyMatch(h -> h.reason().equals("ApiUnavailable")));
            assertBeatGoesOn(cluster);
        }
    }

    private static long refusals(TestCluster cluster) {
        return cluster.happenings.stream()
                .filter(h -> h.reason().equals("AttachFailed"))
                .count();
    }

    private static void assertBeatGoesOn(TestCluster cluster) {
        RedisServer master = cluster.master();
        for (int i = 0; i < 2; i++) {
            String before = master.ask("GET", "haredis:beat");
            await().atMost(LONG).until(() -> {
                master.meddle("SET", "data", "x".repeat(1000));
                return !master.ask("GET", "haredis:beat").equals(before);
            });
        }
    }

    /** It answers all questions, and no EXEC of the operator's gets past its ACL. */
    private static void refuseToFollow(RedisServer replica) {
        replica.meddle("ACL", "SETUSER", "operator", "-replicaof");
        replica.meddle("REPLICAOF", "127.0.0.1", "1");
    }

    private static List<RedisServer> replicas(TestCluster cluster) {
        return cluster.servers().stream()
                .filter(s -> s != cluster.master())
                .sorted(Comparator.comparing(RedisServer::name))
                .toList();
    }
}
