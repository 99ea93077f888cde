package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.ClientKillParams;

/** Every write is counted once, in the data that it went to; what is lost with a master is not counted in the next. */
@Timeout(60)
class OpcounterIT {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private HaRedisClient client;

    @BeforeEach
    void start() {
        cluster = new TestCluster(3, folder);
        client = cluster.client().build();
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private static long counted(RedisServer on) {
        try (Jedis jedis = on.as("operator", 15)) {
            String value = jedis.get("haredis:opcounter");
            return value == null ? 0 : Long.parseLong(value);
        }
    }

    private void awaitCounted(long writes) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(counted(cluster.master()))
                        .isEqualTo(writes)
                        .isEqualTo(client.metrics().writesCounted()));
    }

    @Test
    void everyWayToWriteIsCounted() {
        client.set("k", "v");
        client.get("k");
        client.durability(Durability.QUORUM).incr("n");
        client.eval("return redis.call('INCR', KEYS[1])", 1, "n");
        awaitCounted(3);
        try (Pipeline pipeline = client.pipelined()) {
            pipeline.incr("n");
            pipeline.get("n");
            pipeline.incr("n");
            pipeline.lpush("n", "of the wrong type");
        }
        awaitCounted(5);
        try (Transaction transaction = client.multi()) {
            transaction.incr("n");
            transaction.incr("n");
            transaction.exec();
        }
        awaitCounted(7);
        try (Transaction transaction = client.transaction(false)) {
            transaction.watch("n");
            transaction.multi();
            transaction.incr("n");
            transaction.exec();
        }
        awaitCounted(8);
        try (Transaction transaction = client.transaction(false)) {
            transaction.watch("n");
            client.incr("n");
            transaction.multi();
            transaction.incr("n");
            assertThat(transaction.exec()).isNull();
        }
        awaitCounted(9);
        assertThat(client.get("n")).isEqualTo("8");
    }

    /** Its connection ends while another password is in force; all others are as good as before. */
    @Test
    void countingGoesOnAfterPasswordsHaveChanged() {
        try (Jedis meddler = cluster.master().meddler()) {
            client.incr("n");
            awaitCounted(1);
            meddler.aclSetUser("default", "resetpass", ">rotated");
            meddler.clientList()
                    .lines()
                    .filter(line -> line.contains("cmd=incrby"))
                    .forEach(line ->
                            meddler.clientKill(new ClientKillParams().id(line.replaceAll("^id=(\\d+) .*", "$1"))));
            Awaitility.await().until(() -> {
                client.incr("n"); // what the lost connection was sent is not sent again
                return meddler.info("errorstats").contains("WRONGPASS");
            });
            meddler.aclSetUser("default", "resetpass", ">" + RedisServer.PASSWORD);
            long before = counted(cluster.master());
            Awaitility.await().until(() -> {
                client.incr("n");
                return counted(cluster.master()) > before;
            });
        }
    }

    @Test
    void nothingIsLostOnClose() {
        for (int i = 0; i < 1234; i++) {
            client.incr("n");
        }
        client.close();
        assertThat(counted(cluster.master())).isEqualTo(1234);
    }

    @Test
    void aPlannedMoveLosesNoCount() {
        long writes = 0;
        for (int move = 1; move <= 4; move++) {
            InFlight<?> moved = InFlight.of(() -> cluster.move(cluster.replicaBut()));
            for (int i = 0; i < 300; i++) {
                try (Pipeline pipeline = client.pipelined()) {
                    for (int k = 0; k < 20; k++) {
                        pipeline.incr("n");
                    }
                }
                client.incr("n");
                writes += 21;
            }
            assertThat(moved).satisfies(InFlight::get);
            Awaitility.await().until(cluster::isInSync);
        }
        assertThat(client.get("n")).isEqualTo(String.valueOf(writes));
        awaitCounted(writes);
        assertThat(client.metrics().writesUncounted()).isZero();
    }

    @Test
    void whatADemotedMasterTookWithItIsNotCounted() throws Exception {
        client.set("k", "v");
        awaitCounted(1);
        cluster.awaitReplicated();
        RedisServer old = cluster.master();
        List<RedisServer> replicas =
                cluster.servers().stream().filter(s -> s != old).toList();
        // Connected, and deaf: what the old master acknowledges now, nobody else gets.
        replicas.forEach(cluster::detach);
        try (Jedis jedis = old.as("operator", 15)) {
            jedis.configSet("min-replicas-to-write", "0");
        }
        for (int i = 0; i < 500; i++) {
            client.incr("doomed");
        }
        cluster.elect();
        Awaitility.await().until(() -> client.metrics().masterChanges() == 1);
        assertThat(client.incr("kept")).isEqualTo(1);
        Awaitility.await()
                .untilAsserted(() -> assertThat(counted(cluster.master())).isEqualTo(2));
        assertThat(client.exists("doomed")).isFalse();
        assertThat(client.metrics().writesCounted() + client.metrics().writesUncounted())
                .isEqualTo(502);
    }

    @Test
    void itGoesOnAfterAKill() {
        client.set("k", "v");
        awaitCounted(1);
        cluster.awaitReplicated();
        cluster.master().kill();
        cluster.elect();
        cluster.awaitFollowedBy(client);
        client.set("k", "w");
        awaitCounted(2);
    }

    @Test
    void withoutTheDatabaseTheClientWorks() {
        try (HaRedisClient uncounted = cluster.client().metadataDatabase(99).build()) {
            worksUncounted(uncounted);
        }
    }

    @Test
    void withoutThePermissionTheClientWorks() {
        try (Jedis jedis = cluster.master().meddler()) {
            jedis.aclSetUser("default", "-incrby");
        }
        worksUncounted(client);
    }

    /** A write that gives memory back is executed, and counting it is not: it is tried again, each second. */
    @Test
    void outOfMemoryItTriesAgainAndDoesNotStorm() {
        client.set("k", "v");
        awaitCounted(1);
        try (Jedis jedis = cluster.master().meddler()) {
            jedis.configSet("maxmemory", "1");
            client.del("k");
            long before = cluster.master().connections();
            Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            // The test's own question is one.
            assertThat(cluster.master().connections() - before).isLessThan(15);
            jedis.configSet("maxmemory", "0");
        }
        awaitCounted(2);
    }

    private static void worksUncounted(HaRedisClient uncounted) {
        uncounted.set("k", "v");
        uncounted.set("k", "w");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(uncounted.metrics().writesUncounted()).isEqualTo(2));
        assertThat(uncounted.get("k")).isEqualTo("w");
        assertThat(uncounted.metrics().writesCounted()).isZero();
    }
}
