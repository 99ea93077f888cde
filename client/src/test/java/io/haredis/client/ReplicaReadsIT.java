package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;

/** Which node answers a read, told by the servers' own counts. */
@Timeout(120)
class ReplicaReadsIT {
    @TempDir
    Path folder;

    @Test
    void readsGoToReplicasInTurnAndEverythingElseToTheMaster() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client()
                        .replicaChoice(ReplicaChoice.ROUND_ROBIN)
                        .build()) {
            client.set("k", "v");
            awaitReadsFromReplicas(client, cluster);
            long[] before = exists(cluster);
            for (int i = 0; i < 100; i++) {
                client.slaveOk().exists("k");
                client.exists("k");
            }
            long[] after = exists(cluster);
            assertThat(after[0] - before[0]).isEqualTo(100);
            assertThat(after[1] - before[1]).isEqualTo(50);
            assertThat(after[2] - before[2]).isEqualTo(50);
            assertThat(client.slaveOk().incr("n")).isEqualTo(1);
            assertThat(client.slaveOk().eval("return redis.call('INCR','n')")).isEqualTo(2L);
        }
    }

    @Test
    void viewsAreOneClient() {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().autoSlaveOk(true).build()) {
            assertThat(client.slaveOk()).isSameAs(client).isSameAs(client.slaveOk(true));
            assertThat(client.master()).isSameAs(client.slaveOk(false)).isNotSameAs(client);
            assertThat(client.master().slaveOk()).isSameAs(client);
            client.set("k", "v");
            awaitReadsFromReplicas(client, cluster);
            long[] before = exists(cluster);
            client.master().exists("k");
            client.exists("k");
            long[] after = exists(cluster);
            assertThat(after[0] - before[0]).isEqualTo(1);
            assertThat(after[1] - before[1]).isEqualTo(1);
            client.master().close();
            assertThat(client.get("k")).isEqualTo("v");
        }
    }

    /** Its password was changed before the others': who has a connection goes on, who needs one asks the master. */
    @Test
    void aReplicaThatTakesNoNewConnectionsIsNotAsked() {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().build()) {
            client.set("k", "v");
            awaitReadsFromReplicas(client, cluster);
            try (Jedis meddler = cluster.server(1).meddler()) {
                meddler.aclSetUser("default", "resetpass", ">another");
                List<InFlight<String>> many = new ArrayList<>();
                for (int i = 0; i < 8; i++) { // more at once than there are connections
                    many.add(InFlight.of(() -> client.slaveOk().get("k")));
                }
                for (InFlight<String> read : many) {
                    assertThat(read.get()).isEqualTo("v");
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void theServersOwnErrorsComeOutAndAreNotTriedElsewhere() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            client.lpush("k", "v");
            awaitReadsFromReplicas(client, cluster);
            assertThatThrownBy(() -> client.slaveOk().get("k"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageStartingWith("WRONGTYPE");
        }
    }

    @Test
    void scansStayOnOneNodeAndScriptsAreHealed() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().autoSlaveOk(true).build()) {
            for (int i = 0; i < 500; i++) {
                client.set("k" + i, "v");
            }
            client.set("k", "v");
            awaitReadsFromReplicas(client, cluster);
            Set<String> seen = new HashSet<>();
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                var step = client.scan(cursor);
                seen.addAll(step.getResult());
                cursor = step.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertThat(seen).hasSize(501);
            String sha = client.scriptLoad("return redis.call('GET','k')");
            assertThat(client.evalshaReadonly(sha, List.of(), List.of())).isEqualTo("v");
        }
    }

    @Test
    void withoutAReplicaTheMasterAnswers() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().autoSlaveOk(true).build()) {
            client.set("k", "v");
            assertThat(client.get("k")).isEqualTo("v");
        }
    }

    @Test
    void aDeadOrFrozenReplicaIsLeftAtOnce() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().autoSlaveOk(true).build()) {
            client.set("k", "v");
            awaitReadsFromReplicas(client, cluster);
            cluster.server(1).kill();
            cluster.server(2).signal("STOP");
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("k")).isEqualTo("v");
            }
        }
    }

    @Test
    void aReplicaThatLostItsMasterIsNotRead() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client()
                        .autoSlaveOk(true)
                        .maxReplicaLag(Duration.ofMinutes(1))
                        .build()) {
            client.set("k", "v");
            awaitReadsFromReplicas(client, cluster);
            cluster.detach(cluster.server(1));
            await(() -> {
                long before = exists(cluster.server(1));
                for (int i = 0; i < 20; i++) {
                    client.exists("k");
                }
                return exists(cluster.server(1)) == before;
            });
            long[] before = exists(cluster);
            for (int i = 0; i < 100; i++) {
                client.exists("k");
            }
            long[] after = exists(cluster);
            assertThat(after[1]).isEqualTo(before[1]);
            assertThat(after[2] - before[2]).isEqualTo(100);
            cluster.followAll();
            awaitReadsFromReplicas(client, cluster);
        }
    }

    @Test
    void noReplicaIsReadLongerThanTheLimitAfterTheLastSignOfTheMaster() {
        Duration limit = Duration.ofSeconds(1);
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client()
                        .autoSlaveOk(true)
                        .maxReplicaLag(limit)
                        .deadline(Duration.ofMillis(100))
                        .build()) {
            await(() -> client.awaitReady(Duration.ofSeconds(1)));
            client.set("k", "v");
            awaitReadsFromReplicas(client, cluster);
            cluster.master().signal("STOP");
            long frozen = System.nanoTime();
            assertThat(client.exists("k")).isTrue();
            await(() -> {
                try {
                    return !client.exists("k");
                } catch (HaUnavailableException e) {
                    return true;
                }
            });
            assertThat(System.nanoTime() - frozen).isBetween(limit.toNanos() / 10, 10 * limit.toNanos());
        }
    }

    @Test
    void readsGoOnWhileThereIsNoMasterAndThenFollowTheNewOne() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().autoSlaveOk(true).build()) {
            client.set("k", "v");
            awaitReadsFromReplicas(client, cluster);
            RedisServer dead = cluster.master();
            dead.kill();
            for (int i = 0; i < 100; i++) {
                assertThat(client.get("k")).isEqualTo("v");
            }
            RedisServer now = cluster.elect();
            client.set("k", "w");
            await(() -> client.get("k").equals("w"));
            long master = exists(now);
            RedisServer replica = cluster.replicaBut(dead);
            await(() -> {
                long before = exists(replica);
                client.exists("k");
                return exists(replica) > before;
            });
            long still = exists(now);
            client.exists("k");
            assertThat(exists(now)).isEqualTo(still).isGreaterThanOrEqualTo(master);
        }
    }

    /** At first the client has yet to hear from the replicas, and those from the master. */
    private static void awaitReadsFromReplicas(HaRedisClient client, TestCluster cluster) {
        await(() -> cluster.servers().stream().allMatch(ReplicaReadsIT::hasKey));
        await(() -> {
            for (RedisServer replica :
                    cluster.servers().subList(1, cluster.servers().size())) {
                long before = exists(replica);
                for (int i = 0; i < 10 && exists(replica) == before; i++) {
                    client.slaveOk().exists("k");
                }
                if (exists(replica) == before) {
                    return false;
                }
            }
            return true;
        });
    }

    private static long[] exists(TestCluster cluster) {
        return cluster.servers().stream().mapToLong(ReplicaReadsIT::exists).toArray();
    }

    /** How many EXISTS it has answered: the client sends none of its own. */
    private static long exists(RedisServer server) {
        try (Jedis jedis = server.meddler()) {
            return jedis.info("commandstats")
                    .lines()
                    .filter(line -> line.startsWith("cmdstat_exists:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("cmdstat_exists:calls=(\\d+),.*", "$1")))
                    .sum();
        }
    }

    private static boolean hasKey(RedisServer server) {
        try (Jedis jedis = server.meddler()) {
            return jedis.exists("k");
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }
}
