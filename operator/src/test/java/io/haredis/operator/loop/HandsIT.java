package io.haredis.operator.loop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.testing.MasterWatch;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What a person with all rights does to the servers behind the operator's back. */
class HandsIT {
    private static final int KEYS = 100;

    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.settled(folder);
        fill(cluster.master(), KEYS);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void mastersMadeByHandAreTurnedBackAndTheirWritesAreKept(int more) {
        RedisServer master = cluster.master();
        for (int i = 1; i <= more; i++) {
            RedisServer second = cluster.server("c-" + i);
            second.meddle("CONFIG", "SET", "min-replicas-to-write", "0");
            second.meddle("REPLICAOF", "NO", "ONE");
            second.meddle("SET", "by-hand", second.name());
        }
        cluster.settle(2);
        assertThat(cluster.master()).isSameAs(master);
        assertThat(cluster.masters()).containsExactly(master.name());
        assertThat(cluster.record().epoch()).isEqualTo(1);
        assertAllHold(KEYS);
        assertThat(cluster.happenings)
                .filteredOn(h -> h.reason().equals("SplitData"))
                .hasSizeLessThanOrEqualTo(more); // none for one that was turned back before it was written to
    }

    @ParameterizedTest(name = "{0} follows {1}")
    @CsvSource({"c-1, c-2", "c-2, c-1", "c-1, nobody", "c-1, a stranger"})
    void aReplicaTurnedElsewhereIsTurnedBack(String replica, String elsewhere) {
        RedisServer turned = cluster.server(replica);
        switch (elsewhere) {
            case "nobody" -> turned.meddle("REPLICAOF", "127.0.0.1", "1");
            case "a stranger" -> turned.meddle("REPLICAOF", "127.0.0.1", "2");
            default -> turned.meddle("REPLICAOF", cluster.server(elsewhere).host(), "6379");
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> turned.info("master_host").equals(cluster.master().host()));
        cluster.settle(2);
        assertThat(cluster.record().epoch()).isEqualTo(1);
        assertAllHold(KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-1", "nobody", "a stranger"})
    void aMasterTurnedElsewhereIsReplacedWithoutLosingAKey(String elsewhere) {
        RedisServer master = cluster.master();
        try (MasterWatch watch = new MasterWatch(cluster)) {
            switch (elsewhere) {
                case "nobody" -> master.meddle("REPLICAOF", "127.0.0.1", "1");
                case "a stranger" -> master.meddle("REPLICAOF", "127.0.0.1", "2");
                default -> master.meddle("REPLICAOF", cluster.server(elsewhere).host(), "6379");
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> cluster.record().epoch() > 1);
            cluster.settle(2);
            watch.assertOneMasterInEach(cluster.record().epoch());
        }
        assertAllHold(KEYS);
    }

    /** The volume is one of before: its replication id is right, and its data are old. */
    @ParameterizedTest
    @ValueSource(strings = {"c-0", "c-2"})
    void aNodeWithAnOlderVolumeNeverWins(String name) throws IOException {
        RedisServer swapped = cluster.server(name);
        save(swapped);
        Path file = swapped.folder().resolve("dump.rdb");
        Path older = Files.copy(file, folder.resolve("older.rdb"));
        fill(cluster.master(), 2 * KEYS);
        boolean master = swapped == cluster.master();
        cluster.stop();
        swapped.kill();
        Files.copy(older, file, StandardCopyOption.REPLACE_EXISTING);
        swapped.start();
        if (!master) {
            cluster.master().kill();
        }
        cluster.operate(() -> true);
        cluster.settle(master ? 2 : 1);
        assertThat(cluster.record().holder()).isNotEqualTo(name);
        assertAllHold(2 * KEYS);
    }

    /** A recycled volume: its epoch is above all that this cluster ever had. */
    @Test
    void aNodeWithTheVolumeOfAnotherClusterDeposesNobodyAndNeverWins() throws IOException {
        RedisServer swapped = cluster.server("c-2");
        cluster.stop();
        swapped.meddle("REPLICAOF", "NO", "ONE");
        swapped.meddle("CONFIG", "SET", "min-replicas-to-write", "0");
        swapped.meddle("FLUSHALL");
        swapped.meddle("SET", "haredis:epoch", "50");
        save(swapped);
        swapped.kill();
        swapped.start();
        RedisServer master = cluster.master();
        cluster.operate(() -> true);
        cluster.settle(1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> requireNonNull(cluster.last()).sentence().contains("c-2 carries epoch 50"));
        RedisServer other = cluster.server("c-1");
        other.kill(); // one late answer, one replica less: that makes the number no truer
        other.start();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> cluster.record().counts("c-1", other.runId()));
        await().during(Duration.ofSeconds(2))
                .until(() -> swapped.ask("GET", "haredis:epoch").equals("50"));
        assertThat(cluster.record().epoch()).isEqualTo(1);
        assertThat(cluster.master()).isSameAs(master);
        save(master);
        master.kill();
        master.start();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> cluster.record().counts(master.name(), master.runId()));
        assertThat(cluster.record().epoch()).isGreaterThan(50);
        assertThat(swapped.ask("GET", "haredis:epoch")).isEqualTo("50");
        swapped.kill();
        Files.delete(swapped.folder().resolve("dump.rdb")); // what a person does
        swapped.start();
        cluster.settle(2);
        assertAllHold(KEYS);
    }

    private static void save(RedisServer server) throws IOException {
        Path file = server.folder().resolve("dump.rdb");
        Files.deleteIfExists(file);
        server.meddle("BGSAVE");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
    }

    @Test
    void settingsChangedByHandArePutBack() {
        RedisServer master = cluster.master();
        master.meddle("CONFIG", "SET", "min-replicas-to-write", "0");
        awaitSetting(master, "min-replicas-to-write", "1");
        master.meddle("CONFIG", "SET", "min-replicas-max-lag", "600");
        awaitSetting(master, "min-replicas-max-lag", "2");
        master.meddle("DEL", "haredis:quorum");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> master.ask("GET", "haredis:quorum").equals("1"));
    }

    private static void awaitSetting(RedisServer server, String name, String value) {
        await().atMost(Duration.ofSeconds(20)).until(() -> server.setting(name).equals(value));
    }

    private void assertAllHold(int keys) {
        for (RedisServer server : cluster.servers()) {
            if (server.isRunning()) {
                try (Jedis client = server.client()) {
                    assertThat(client.keys("key*")).as(server.name()).hasSize(keys);
                }
            }
        }
    }

    private static void fill(RedisServer master, int keys) {
        try (Jedis client = master.client()) {
            for (int i = 0; i < keys; i++) {
                client.set("key" + i, "value");
            }
            assertThat(client.waitReplicas(2, 2000)).isEqualTo(2);
        }
    }
}
