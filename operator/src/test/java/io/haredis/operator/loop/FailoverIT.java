package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.act.Stage;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** The whole loop against real servers; the Kubernetes API is in memory. */
class FailoverIT {
    @TempDir
    Path folder;

    @Test
    void electsAMasterOfANewClusterAndTheOthersFollow() {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            cluster.operate(() -> true);
            settled(cluster, 1);
            assertThat(cluster.record().holder()).isEqualTo("c-0");
            assertThat(cluster.master().ask("GET", "haredis:quorum")).isEqualTo("1");
            try (Jedis client = cluster.master().client()) {
                assertThat(client.set("a", "1")).isEqualTo("OK");
            }
            assertThat(cluster.routes.masters()).containsExactly("c-0");
        }
    }

    @Test
    void killedMasterIsReplacedAndReturnsAsAReplica() throws IOException {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            cluster.operate(() -> true);
            settled(cluster, 1);
            RedisServer old = cluster.master();
            fill(old, 1000);
            old.kill();
            settledOn(cluster, 2, 1);
            System.out.println("stages " + cluster.changes.getLast().stages());
            old.start();
            settled(cluster, 2);
            assertThat(cluster.record().holder()).isNotEqualTo(old.name());
            for (RedisServer server : cluster.servers()) {
                assertThat(size(server)).as(server.name()).isEqualTo(1000);
            }
            assertThat(cluster.changes.getLast().stages()).containsKeys(Stage.DETECTED, Stage.PROMOTED);
        }
    }

    @Test
    void frozenMasterIsReplacedAndWakesAsAReplica() {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            cluster.operate(() -> true);
            settled(cluster, 1);
            RedisServer old = cluster.master();
            fill(old, 100);
            old.signal("STOP");
            settledOn(cluster, 2, 1);
            System.out.println("stages " + cluster.changes.getLast().stages());
            old.signal("CONT");
            settled(cluster, 2);
            assertThat(size(old)).isEqualTo(100);
        }
    }

    @Test
    void standbyActsAloneWhenTheLeaderIsGone() throws IOException {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            Thread leader = cluster.operate(() -> true);
            cluster.operate(() -> false);
            settled(cluster, 1);
            leader.interrupt();
            cluster.master().kill();
            settledOn(cluster, 2, 1);
            assertThat(cluster.changes).filteredOn(c -> c.epoch() == 2).hasSize(1);
        }
    }

    @Test
    void growsToFiveAndShrinksToThreeWithoutLosingAKey() {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            cluster.operate(() -> true);
            settled(cluster, 1);
            fill(cluster.master(), 500);
            cluster.specify(TestCluster.policy(5, false));
            await().until(() -> cluster.record().voters().size() == 5);
            settled(cluster, 1);
            assertThat(cluster.record().k()).isEqualTo(2);
            cluster.specify(TestCluster.policy(3, false));
            await().until(() -> cluster.record().members().size() == 3);
            assertThat(size(cluster.master())).isEqualTo(500);
        }
    }

    private static void settled(TestCluster cluster, long epoch) {
        settledOn(cluster, epoch, cluster.servers().size() - 1);
        await().until(() -> cluster.record().voters().stream().allMatch(n -> isCounted(cluster, n)));
    }

    /** Without a counted one at hand nobody is elected while another is missing. */
    private static boolean isCounted(TestCluster cluster, String node) {
        return cluster.record().counts(node, cluster.server(node).runId());
    }

    /** Reigns in that epoch, with so many replicas in sync and nothing left to do. */
    private static void settledOn(TestCluster cluster, long epoch, int replicas) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            Decision last = cluster.last();
            return last != null
                    && last.verdict() == Verdict.REIGNS
                    && last.actions().isEmpty()
                    && cluster.record().epoch() == epoch
                    && cluster.changes.stream().anyMatch(c -> c.epoch() == epoch)
                    && online(cluster.master()) >= replicas;
        });
    }

    private static int online(RedisServer master) {
        return master.ask("INFO", "replication").split("state=online", -1).length - 1;
    }

    private static void fill(RedisServer master, int keys) {
        try (Jedis client = master.client()) {
            for (int i = 0; i < keys; i++) {
                client.set("key" + i, "value");
            }
            client.waitReplicas(1, 1000);
        }
    }

    private static long size(RedisServer server) {
        try (Jedis client = server.client()) {
            return client.dbSize();
        } catch (JedisException e) {
            return -1;
        }
    }
}
