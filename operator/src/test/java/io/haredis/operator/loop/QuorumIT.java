package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.decide.Policy;
import io.haredis.operator.testing.MasterWatch;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import io.haredis.operator.testing.Writers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

/** Durability Quorum: what {@code WAIT} of half of the nodes acknowledged outlives the failure of any minority. */
class QuorumIT {
    @TempDir
    Path folder;

    /** W on M and R1; R1 restarts; M dies: R1 and R2 are two of three, and neither has W. Nobody is elected until M is back. */
    @Test
    void theStoryOfTheDesign() throws IOException {
        try (TestCluster cluster = quorum(3)) {
            RedisServer master = cluster.master();
            RedisServer r1 = cluster.server("c-1");
            cluster.stop();
            cluster.server("c-2").meddle("REPLICAOF", "127.0.0.1", "1");
            write(master, "W", 1);
            r1.kill();
            r1.empty();
            r1.start();
            master.signal("STOP");
            cluster.operate(() -> true);
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            cluster.happenings.stream().anyMatch(h -> h.reason().equals("DataAtRisk")));
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> cluster.masters(master).isEmpty());
            master.signal("CONT");
            cluster.settle(2);
            assertThat(has(cluster, "W")).isTrue();
        }
    }

    /** With W on a node that never restarted, the election goes on without asking anybody. */
    @Test
    void aRestartedNodeDoesNotWinOverOneThatHeldTheWrite() throws IOException {
        try (TestCluster cluster = quorum(3)) {
            RedisServer r1 = cluster.server("c-1");
            cluster.stop();
            r1.kill();
            write(cluster.master(), "W", 1);
            r1.empty();
            r1.start();
            cluster.operate(() -> true);
            cluster.settle(2);
            cluster.master().kill();
            cluster.settle(1);
            assertThat(has(cluster, "W")).isTrue();
        }
    }

    /** Kills and restarts of any minority at random, under writers: nothing that was acknowledged is lost. */
    @ParameterizedTest(name = "{0} nodes, persistence {1}, seed {2}")
    @CsvSource({"3, none, 1", "3, files, 2", "5, none, 3", "5, files, 4"})
    void nothingAcknowledgedIsLostWhileMinoritiesFail(int nodes, String persistence, long seed) throws IOException {
        Random random = new Random(seed);
        boolean files = persistence.equals("files");
        try (TestCluster cluster = files ? quorum(nodes, "appendonly yes") : quorum(nodes);
                MasterWatch watch = new MasterWatch(cluster);
                Writers writers = Writers.start(2, true, cluster)) {
            for (int round = 0; round < 5; round++) {
                int before = writers.acknowledged();
                await().atMost(Duration.ofSeconds(30)).until(() -> writers.acknowledged() > before + 50);
                List<RedisServer> victims = new ArrayList<>(cluster.servers());
                Collections.shuffle(victims, random);
                if (random.nextInt(3) > 0) {
                    victims.remove(cluster.master());
                    victims.addFirst(cluster.master());
                }
                List<RedisServer> minority = victims.subList(0, 1 + random.nextInt((nodes - 1) / 2));
                for (RedisServer victim : minority) {
                    victim.kill();
                    if (!files) {
                        victim.empty();
                    }
                }
                if (random.nextBoolean()) {
                    cluster.settle(nodes - 1 - minority.size());
                }
                for (RedisServer victim : minority) {
                    victim.start();
                }
                cluster.settle(nodes - 1);
            }
            assertThat(writers.missingOn(cluster.master())).isEmpty();
            watch.assertOneMasterInEach(cluster.record().epoch());
            System.out.println(writers.acknowledged() + " quorum writes, none lost, "
                    + cluster.record().epoch() + " reigns");
        }
    }

    /** {@code minReplicasToWrite: 0} cannot undercut it. */
    @Test
    void theMasterNeverTakesWritesBelowTheQuorum() {
        try (TestCluster cluster = quorum(3)) {
            Policy policy = TestCluster.policy(3, true);
            cluster.specify(new Policy(
                    policy.names(),
                    policy.timeout(),
                    policy.delay(),
                    true,
                    false,
                    0,
                    policy.volumes(),
                    policy.database(),
                    policy.requests()));
            cluster.master().meddle("CONFIG", "SET", "min-replicas-to-write", "0");
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            cluster.master().setting("min-replicas-to-write").equals("1"));
        }
    }

    private TestCluster quorum(int nodes, String... config) {
        TestCluster cluster = new TestCluster(nodes, folder.resolve(String.valueOf(System.nanoTime())), config);
        cluster.specify(TestCluster.policy(nodes, true));
        cluster.operate(() -> true);
        cluster.settle(nodes - 1);
        return cluster;
    }

    private static void write(RedisServer server, String key, int replicas) {
        try (Jedis client = server.client()) {
            client.set(key, "value");
            assertThat(client.waitReplicas(replicas, 2000)).isGreaterThanOrEqualTo(replicas);
        }
    }

    private static boolean has(TestCluster cluster, String key) {
        try (Jedis client = cluster.master().client()) {
            return client.exists(key);
        }
    }
}
