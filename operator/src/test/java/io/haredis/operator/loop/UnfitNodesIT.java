package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose append-only file leads to a device that is always full can be neither stamped nor promoted. */
class UnfitNodesIT {
    @TempDir
    Path folder;

    @Test
    void aPersonIsToldWhichNodeCannotTakePartInAnElection() throws IOException {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            cluster.operate(() -> true);
            cluster.settle(2);
            RedisServer unfit = cluster.server("c-1");
            failToAppend(unfit);
            RedisServer master = cluster.master();
            master.kill();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.happenings.stream()
                            .anyMatch(h -> h.reason().equals("DataAtRisk")
                                    && h.sentence().contains("c-1 cannot write to disk (append-only file)")));
            assertThat(cluster.masters()).isEmpty();
            master.start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            cluster.masters().equals(List.of(cluster.record().holder())));
            assertThat(cluster.record().holder()).isEqualTo("c-2");
        }
    }

    /** It has all the data, and cannot be stamped: a person decides, nobody is elected without it unasked. */
    @Test
    void aFailedMoveFromAMasterThatCannotTakePartIsAPersonsChoice() throws IOException {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            cluster.stop();
            RedisServer old = cluster.master();
            RedisServer target = replica(cluster);
            failToAppend(old);
            old.meddle("REPLICAOF", "127.0.0.1", "1"); // the move's second step, and there its operator died
            MasterRecord record = cluster.record();
            cluster.records.put(record.succeeded(
                    record.epoch() + 1,
                    target.name(),
                    new Chosen(target.runId(), record.chosen().replicationId(), 0),
                    new Moved(old.name(), old.runId()),
                    null));
            target.kill();
            target.start();
            cluster.operate(() -> true);
            String choice = "haredis.io/accept-data-loss";
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.happenings.stream()
                            .anyMatch(h -> h.reason().equals("DataAtRisk")
                                    && h.sentence().contains(old.name() + ", the master before the move")
                                    && h.sentence().contains(choice)));
            assertThat(cluster.masters()).isEmpty();
            cluster.annotate(Map.of(choice, String.valueOf(cluster.record().epoch())));
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            cluster.masters().equals(List.of(cluster.record().holder())));
            await().atMost(Duration.ofSeconds(20)) // it is told once the master is there
                    .untilAsserted(() -> assertThat(cluster.happenings)
                            .filteredOn(h -> h.reason().equals("DataLossAccepted"))
                            .singleElement()
                            .satisfies(h -> assertThat(h.sentence()).contains(old.name())));
        }
    }

    @Test
    void whoCannotBeDetachedToLeaveIsNamedWithTheWayOut() throws IOException {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            RedisServer leaving = cluster.server("c-2");
            await().until(() -> cluster.master() != leaving); // the first of equals wins
            failToAppend(leaving);
            cluster.specify(TestCluster.policy(2, false));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.happenings.stream()
                            .anyMatch(h -> h.reason().equals("ReleaseFailed")
                                    && h.sentence().contains("delete pod c-2")));
        }
    }

    private static RedisServer replica(TestCluster cluster) {
        return cluster.servers().stream()
                .filter(s -> s != cluster.master())
                .findFirst()
                .orElseThrow();
    }

    private static void failToAppend(RedisServer server) throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Path files = Files.createDirectories(server.folder().resolve("appendonlydir"));
        Files.createSymbolicLink(files.resolve("temp-appendonly.aof.incr"), full);
        server.meddle("CONFIG", "SET", "appendonly", "yes");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            if (server.info("aof_rewrite_in_progress").equals("0")
                    && server.info("aof_last_write_status").equals("ok")) {
                server.force("SET", "something", "value");
            }
            return server.info("aof_last_write_status").equals("err");
        });
    }
}
