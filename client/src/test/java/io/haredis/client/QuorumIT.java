package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.ServerVersion;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;

/** Durable writes, on each supported server: what enough replicas have is done, everything else is told. */
@Timeout(60)
@ParameterizedClass
@MethodSource("io.haredis.client.testing.ServerVersion#supported")
class QuorumIT {
    @TempDir
    Path folder;

    private final ServerVersion version;
    private TestCluster cluster;
    private HaRedisClient async;
    private HaRedisClient client;

    QuorumIT(ServerVersion version) {
        this.version = version;
    }

    @BeforeEach
    void start() {
        // Frozen replicas must not make the master refuse before the quorum is missed.
        cluster = new TestCluster(version.present(), 2, folder, "min-replicas-max-lag 60");
        async = cluster.client().quorumPatience(Duration.ofMillis(300)).build();
        client = async.durability(Durability.QUORUM);
        async.sadd("s", "member");
        async.rpush("list", "element");
        // A fresh replica of 7.0 or Valkey 8.1 may get its first bytes only after a second.
        cluster.awaitReplicated();
        // From 7.2 on a WAIT without a PUBLISH before it would be about this write, which is acknowledged, whatever
        // comes after.
        client.set("acknowledged", "before");
    }

    @AfterEach
    void stop() {
        if (async != null) {
            async.close();
            cluster.close();
        }
    }

    private HaQuorumException missed(Runnable write) {
        cluster.server(1).signal("STOP");
        try {
            HaQuorumException e = catchThrowableOfType(HaQuorumException.class, write::run);
            assertThat(e).as("an exception").isNotNull();
            assertThat(e.acknowledged()).isEqualTo(0);
            assertThat(e.required()).isEqualTo(1);
            assertThat(e)
                    .hasMessageContaining(cluster.master().host())
                    .hasMessageContaining("0 of 1")
                    .hasMessageContaining(e.command());
            return e;
        } finally {
            cluster.server(1).signal("CONT");
            client.set("works", "again");
        }
    }

    @Test
    void aWriteIsDoneWhenTheReplicaHasIt() {
        for (int i = 1; i <= 50; i++) {
            client.set("k", "v" + i);
            assertThat(cluster.server(1))
                    .satisfies(r -> assertThat(read(r, "k")).isEqualTo(client.get("k")));
        }
    }

    private static String read(RedisServer server, String key) {
        try (Jedis jedis = server.meddler()) {
            return jedis.get(key);
        }
    }

    @Test
    void aSetThatTheReplicaDoesNotGet() {
        HaQuorumException e = missed(() -> client.set("k", "v"));
        assertThat(e.command()).isEqualTo("SET");
        assertThat(e.reply()).isEqualTo("OK");
        assertThat(client.metrics().quorumsMissed()).isEqualTo(1);
    }

    @Test
    void anSaddOfAMemberThatIsThereAlready() {
        assertThat(missed(() -> client.sadd("s", "member")).reply()).isEqualTo(0L);
    }

    @Test
    void aBlpopThatTakesAnElement() {
        assertThat(missed(() -> client.blpop(1, "list")).reply()).isEqualTo(List.of("list", "element"));
    }

    @Test
    void aBlpopThatIsWoken() throws Exception {
        cluster.server(1).signal("STOP");
        InFlight<?> blocked = InFlight.sent(() -> client.blpop(5, "empty"));
        async.rpush("empty", "x");
        assertThatThrownBy(blocked::get).hasCauseInstanceOf(HaQuorumException.class);
    }

    @Test
    void aPipelineATransactionAndAScript() {
        assertThat(missed(() -> {
                            try (Pipeline pipeline = client.pipelined()) {
                                pipeline.get("k");
                                pipeline.set("k", "v");
                                pipeline.sync();
                            }
                        })
                        .reply())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
        missed(() -> {
            try (Transaction transaction = client.multi()) {
                transaction.set("k", "v");
                transaction.exec();
            }
        });
        missed(() -> {
            try (Transaction transaction = client.transaction(false)) {
                transaction.watch("k");
                transaction.multi();
                transaction.set("k", "v");
                transaction.exec();
            }
        });
        missed(() -> client.eval("return redis.call('SET', KEYS[1], '1')", 1, "k"));
    }

    @Test
    void readsAndWritesThatCountAtOnceDoNotWait() {
        cluster.server(1).signal("STOP");
        assertThat(async.set("k", "v")).isEqualTo("OK");
        assertThat(client.get("k")).isEqualTo("v");
        assertThat(client.durability(Durability.ASYNC).incr("n")).isEqualTo(1);
    }

    @Test
    void errorsOfTheCommandComeOutAsTheyAre() {
        assertThatThrownBy(() -> client.incr("list")).hasMessageStartingWith("WRONGTYPE");
        assertThat(client.incr("n")).isEqualTo(1);
    }

    @Test
    void aRaisedQuorumIsHonoured() {
        client.set("k", "before");
        quorum("2");
        HaQuorumException e = catchThrowableOfType(HaQuorumException.class, () -> client.set("k", "v"));
        assertThat(e.acknowledged()).isEqualTo(1);
        assertThat(e.required()).isEqualTo(2);
        quorum("0");
        cluster.server(1).signal("STOP");
        assertThat(client.set("k", "v")).isEqualTo("OK");
    }

    @Test
    void aMasterThatNeedsNoReplicasIsNotAskedToWaitForOne() {
        try (TestCluster alone = new TestCluster(1, folder.resolve("alone"));
                HaRedisClient durable = alone.client()
                        .durability(Durability.QUORUM)
                        .quorumPatience(Duration.ofSeconds(20))
                        .build()) {
            durable.get("k");
            long began = System.nanoTime();
            durable.set("k", "v");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private void quorum(String k) {
        try (Jedis jedis = cluster.master().as("operator", 15)) {
            jedis.set("haredis:quorum", k);
        }
    }

    @Test
    void withoutTheOperatorsKeysNothingIsDurable() {
        async.flushAll();
        assertThatThrownBy(() -> client.set("k", "v"))
                .isInstanceOfSatisfying(
                        HaQuorumException.class, e -> assertThat(e.required()).isEqualTo(HaQuorumException.UNKNOWN))
                .hasMessageContaining("haredis:epoch");
    }
}
