package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Several servers restart at once, with and without what they had. */
class RestartsIT {
    private static final int KEYS = 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allRestartEmptyAndBeginAnew(boolean quorum) throws IOException {
        try (TestCluster cluster = started(quorum)) {
            for (RedisServer server : cluster.servers()) {
                server.kill();
                server.empty();
            }
            for (RedisServer server : cluster.servers()) {
                server.start();
            }
            cluster.settle(2);
            assertThat(cluster.record().epoch()).isEqualTo(2);
            assertThat(size(cluster.master())).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allRestartFromTheirAppendOnlyFiles(boolean quorum) throws IOException {
        try (TestCluster cluster = started(quorum, "appendonly yes", "appendfsync always")) {
            for (RedisServer server : cluster.servers()) {
                server.kill();
            }
            for (RedisServer server : cluster.servers()) {
                server.start();
            }
            cluster.settle(2);
            assertThat(cluster.record().epoch()).isEqualTo(2);
            assertThat(cluster.servers()).allMatch(s -> size(s) == KEYS);
        }
    }

    /** Nothing was written since the others went: they know as much, but it is the one that never restarted. */
    @ParameterizedTest
    @CsvSource({"c-0, false, false", "c-1, false, true", "c-2, true, false", "c-2, true, true"})
    void theOneThatKeptTheDataWins(String keeper, boolean quorum, boolean empty) throws IOException {
        try (TestCluster cluster = started(quorum)) {
            cluster.stop();
            RedisServer kept = cluster.server(keeper);
            for (RedisServer server : cluster.servers()) {
                if (server != kept) {
                    restart(server, empty);
                }
            }
            cluster.operate(() -> true);
            cluster.settle(2);
            assertThat(cluster.record().holder()).isEqualTo(kept.name());
            assertThat(cluster.servers()).allMatch(s -> size(s) == KEYS);
        }
    }

    /** The one with the data is silent: it is waited for. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoEmptyNodesOfThreeElectNobody(boolean quorum) throws IOException {
        twoOfThreeElectNobody(quorum, true);
    }

    /** What a full sync leaves on disk has the epoch and the replication id, and nothing that was written since. */
    @Test
    void twoNodesWithTheFileOfTheirFirstSyncElectNobodyUnderQuorum() throws IOException {
        twoOfThreeElectNobody(true, false);
    }

    @Test
    void twoNodesWithTheFileOfTheirFirstSyncElectNobody() throws IOException {
        twoOfThreeElectNobody(false, false);
    }

    private void twoOfThreeElectNobody(boolean quorum, boolean empty) throws IOException {
        try (TestCluster cluster = started(quorum)) {
            RedisServer kept = cluster.server("c-1");
            cluster.stop();
            kept.signal("STOP");
            for (String name : List.of("c-0", "c-2")) {
                restart(cluster.server(name), empty);
            }
            cluster.operate(() -> true);
            await().during(Duration.ofSeconds(2))
                    .until(() -> cluster.masters(kept).isEmpty());
            assertThat(cluster.happenings).anyMatch(h -> h.reason().equals("DataAtRisk"));
            kept.signal("CONT");
            cluster.settle(2);
            assertThat(cluster.record().holder()).isEqualTo(kept.name());
            assertThat(cluster.servers()).allMatch(s -> size(s) == KEYS);
        }
    }

    private static void restart(RedisServer server, boolean empty) throws IOException {
        server.kill();
        if (empty) {
            server.empty();
        }
        server.start();
    }

    /** A replica that restarted with an older file must not win over one that holds more, whatever its name. */
    @Test
    void anOlderFileDoesNotWin() throws IOException {
        try (TestCluster cluster = started(false, "appendonly yes", "appendfsync always")) {
            cluster.stop();
            RedisServer old = cluster.server("c-1");
            old.kill();
            try (Jedis client = cluster.master().client()) {
                client.set("later", "value");
                assertThat(client.waitReplicas(1, 2000)).isEqualTo(1);
            }
            cluster.master().kill();
            old.start();
            cluster.operate(() -> true);
            cluster.settle(1);
            assertThat(cluster.record().holder()).isEqualTo("c-2");
            assertThat(cluster.servers().stream().filter(RedisServer::isRunning))
                    .allMatch(s -> size(s) == KEYS + 1);
        }
    }

    private TestCluster started(boolean quorum, String... config) {
        TestCluster cluster = new TestCluster(3, folder.resolve(String.valueOf(System.nanoTime())), config);
        cluster.specify(TestCluster.policy(3, quorum));
        cluster.operate(() -> true);
        cluster.settle(2);
        try (Jedis client = cluster.master().client()) {
            for (int i = 0; i < KEYS; i++) {
                client.set("key" + i, "value");
            }
            assertThat(client.waitReplicas(2, 2000)).isEqualTo(2);
        }
        return cluster;
    }

    private static long size(RedisServer server) {
        try (Jedis client = server.client()) {
            return client.dbSize();
        }
    }
}
