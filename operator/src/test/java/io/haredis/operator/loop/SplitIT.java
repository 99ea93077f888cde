package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.act.Step;
import io.haredis.operator.decide.Action;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Two servers took writes of their own: the loser's are kept in a file before it follows the winner. */
class SplitIT {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private RedisServer loser;

    /** c-0 was frozen, took a write when it woke, and c-1 or c-2 reigns; nobody operates. */
    @BeforeEach
    void split() {
        cluster = TestCluster.settled(folder);
        loser = cluster.master();
        write(loser, "before", 2);
        loser.signal("STOP");
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.record().epoch() == 2);
        cluster.settle(1);
        cluster.stop();
        write(cluster.master(), "winner's", 1);
        loser.signal("CONT");
        loser.meddle("CONFIG", "SET", "min-replicas-to-write", "0");
        write(loser, "loser's", 0);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void theLosersDataAreKeptInAFileAndNamed() throws Exception {
        cluster.operate(() -> true);
        cluster.settle(2);
        assertThat(keys(loser)).contains("before", "winner's").doesNotContain("loser's");
        assertThat(loser.setting("dbfilename")).isEqualTo("dump.rdb");
        assertThat(loser.setting("min-replicas-to-write")).isEqualTo("0"); // a replica's; promotion sets it
        assertThat(cluster.happenings)
                .filteredOn(h -> h.reason().equals("SplitData"))
                .hasSize(1)
                .first()
                .satisfies(h -> assertThat(h.warning()).isTrue())
                .satisfies(h -> assertThat(h.sentence())
                        .startsWith(loser.name() + " follows ")
                        .contains("is kept there in /data/haredis-split-0.rdb"));
        assertCopyHolds("before", "loser's");
    }

    /** It slept before it told the server to save: by then the data there are the master's. */
    @Test
    void anOperatorThatSleptDoesNotSaveOverTheCopy() throws Exception {
        String runId = loser.runId();
        cluster.act(new Action.Fence(loser.name(), runId), Fault.meanwhile(-1, () -> {}));
        cluster.act(new Action.SaveCopy(loser.name(), runId), Fault.meanwhile(3, () -> {
            cluster.operate(() -> true);
            cluster.settle(2);
            cluster.stop();
        }));
        assertThat(loser.info("master_link_status")).isEqualTo("up");
        assertThat(loser.setting("dbfilename")).isEqualTo("dump.rdb");
        assertCopyHolds("before", "loser's");
    }

    /** Whatever effect an operator dies before, the next one keeps the data, and all is put back. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void anOperatorDiesInBetween(int effect) throws Exception {
        String runId = loser.runId();
        cluster.act(new Action.Fence(loser.name(), runId), Fault.meanwhile(-1, () -> {}));
        cluster.act(new Action.SaveCopy(loser.name(), runId), Fault.at(Fault.Kind.CRASH, effect));
        cluster.operate(() -> true);
        cluster.settle(2);
        assertThat(loser.setting("dbfilename")).isEqualTo("dump.rdb");
        assertCopyHolds("before", "loser's");
    }

    /** Whoever decided by an older look at it. */
    @Test
    void theGuardItselfLetsNothingUnsavedBeOverwritten() throws Exception {
        Action attach = new Action.Attach(loser.name(), loser.runId());
        Step refused = Objects.requireNonNull(cluster.act(attach, Fault.meanwhile(-1, () -> {})));
        assertThat(refused.sentence()).contains("they are saved first");
        assertThat(keys(loser)).contains("loser's");
    }

    /** An election in the middle: the node may win it, and must not save to the copy's file then. */
    @Test
    void anElectionPutsTheFileNameBack() throws Exception {
        String runId = loser.runId();
        cluster.act(new Action.Fence(loser.name(), runId), Fault.meanwhile(-1, () -> {}));
        cluster.act(new Action.SaveCopy(loser.name(), runId), Fault.meanwhile(-1, () -> {}));
        assertThat(loser.setting("dbfilename")).isEqualTo("haredis-split-0.rdb");
        cluster.act(new Action.Elect(), Fault.meanwhile(-1, () -> {}));
        assertThat(loser.setting("dbfilename")).isEqualTo("dump.rdb");
    }

    /** The server cannot save: it is told, and the node is attached all the same. */
    @Test
    void aNodeThatCannotSaveIsAttachedAndItIsSaid() throws IOException {
        Files.createDirectory(loser.folder().resolve("haredis-split-0.rdb"));
        cluster.operate(() -> true);
        cluster.settle(2);
        assertThat(cluster.happenings)
                .anyMatch(h -> h.reason().equals("SplitData") && h.sentence().contains("could not be saved"));
        assertThat(loser.setting("dbfilename")).isEqualTo("dump.rdb");
        assertThat(keys(loser)).doesNotContain("loser's");
    }

    /** One that only stood still lost nothing. */
    @Test
    void whoHasNothingOfItsOwnKeepsNoCopy() throws IOException {
        cluster.operate(() -> true);
        cluster.settle(2);
        Files.deleteIfExists(loser.folder().resolve("haredis-split-0.rdb"));
        RedisServer replica = cluster.servers().stream()
                .filter(s -> s != loser && s != cluster.master())
                .findFirst()
                .orElseThrow();
        replica.kill();
        replica.start();
        cluster.settle(2);
        assertThat(cluster.happenings)
                .filteredOn(h -> h.reason().equals("SplitData"))
                .hasSize(1);
        for (RedisServer server : cluster.servers()) {
            assertThat(server.folder().resolve("haredis-split-0.rdb")).doesNotExist();
        }
    }

    private void assertCopyHolds(String... names) throws IOException {
        Path copy = loser.folder().resolve("haredis-split-0.rdb");
        assertThat(copy).exists();
        Path base = Files.createDirectory(folder.resolve("person"));
        Files.createDirectory(base.resolve("reader"));
        Files.copy(copy, base.resolve("reader").resolve("dump.rdb"));
        try (RedisServer reader = RedisServer.start("reader", Networks.next(), 1, base)) {
            assertThat(keys(reader)).contains(names).doesNotContain("winner's");
        }
    }

    private static List<String> keys(RedisServer server) {
        try (Jedis client = server.client()) {
            return List.copyOf(client.keys("*"));
        }
    }

    private static void write(RedisServer server, String key, int replicas) {
        try (Jedis client = server.client()) {
            client.set(key, "value");
            assertThat(client.waitReplicas(replicas, 2000)).isGreaterThanOrEqualTo(replicas);
        }
    }
}
