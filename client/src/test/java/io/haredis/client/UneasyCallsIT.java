package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.haredis.client.testing.Certificates;
import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.ServerVersion;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HashImport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.args.UnblockType;
import redis.clients.jedis.exceptions.JedisDataException;

/** Trouble of one call, or of new connections alone, which must not become everybody's. */
@Timeout(60)
class UneasyCallsIT {
    private static final int TLS = 6380;

    @TempDir
    Path folder;

    @Test
    void whereOnlyNewConnectionsFailTheOldOnesServe() throws Exception {
        Certificates known = new Certificates(folder.resolve("known"));
        Certificates foreign = new Certificates(folder.resolve("foreign"));
        try (TestCluster cluster = new TestCluster(1, folder, known.server(TLS));
                HaRedisClient client = known.client(cluster, TLS).build()) {
            client.set("k", "v");
            long before = client.metrics().suspicions();
            foreign.present(cluster.server(0));
            // Who takes the one connection there is; who would open another one waits until it is free again.
            InFlight<?> blocked = InFlight.sent(() -> client.blpop(2, "list"));
            assertThat(client.get("k")).isEqualTo("v");
            blocked.get();
            assertThat(client.get("k")).isEqualTo("v");
            assertThat(client.metrics().suspicions() - before).isLessThan(20);
        }
    }

    @Test
    void whoIsUnblockedOnPurposeIsToldSo() throws Exception {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().build();
                Jedis meddler = cluster.master().meddler()) {
            client.set("k", "v");
            InFlight<?> blocked = InFlight.sent(() -> client.blpop(0, "list"));
            String line = Awaitility.await()
                    .until(
                            () -> meddler.clientList()
                                    .lines()
                                    .filter(l -> l.contains("cmd=blpop"))
                                    .findFirst()
                                    .orElse(""),
                            l -> !l.isEmpty());
            meddler.clientUnblock(Long.parseLong(line.replaceAll("^id=(\\d+) .*", "$1")), UnblockType.ERROR);
            assertThatThrownBy(blocked::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageContaining("UNBLOCKED");
            assertThat(client.metrics().suspicions()).isZero();
        }
    }

    @Test
    void anErrorWhileADurableReplyIsMadeShiftsNoOtherReply() {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client =
                        cluster.client().durability(Durability.QUORUM).build()) {
            client.set("n", "0");
            CommandObject<Long> faulty =
                    new CommandObject<>(new CommandArguments(Command.INCR).key("n"), new Builder<Long>() {
                        @Override
                        public Long build(Object reply) {
                            throw new AssertionError("the application's own");
                        }
                    });
            assertThatThrownBy(() -> client.executeCommand(faulty)).isInstanceOf(AssertionError.class);
            assertThat(client.incr("n")).isEqualTo(2);
        }
    }

    @Test
    void aQuorumThatIsMissedForWantOfAMasterIsCountedToo() throws Exception {
        try (TestCluster cluster = new TestCluster(2, folder, "min-replicas-max-lag 60");
                HaRedisClient client = cluster.client()
                        .durability(Durability.QUORUM)
                        .deadline(Duration.ofSeconds(2))
                        .build()) {
            client.set("k", "v");
            cluster.server(1).signal("STOP");
            InFlight<?> waits = InFlight.sent(() -> client.set("k", "w"));
            try (Jedis meddler = cluster.master().meddler()) {
                Awaitility.await().until(() -> meddler.get("k"), "w"::equals);
            }
            cluster.master().kill();
            assertThatThrownBy(waits::get).cause().isInstanceOf(HaQuorumException.class);
            assertThat(client.metrics().quorumsMissed()).isEqualTo(1);
            cluster.server(1).signal("CONT");
        }
    }

    @Test
    void whatAPipelineFailedOfIsToldAgainWhenItIsClosed() {
        try (TestCluster cluster = new TestCluster(2, folder, "min-replicas-max-lag 60");
                HaRedisClient client = cluster.client()
                        .durability(Durability.QUORUM)
                        .quorumPatience(Duration.ofMillis(300))
                        .build()) {
            assertThat(client.awaitReady(Duration.ofSeconds(10))).isTrue();
            cluster.server(1).signal("STOP");
            AbstractPipeline pipeline = client.pipelined();
            pipeline.incr("n");
            Throwable first = catchThrowable(pipeline::sync);
            assertThat(first).isInstanceOf(HaQuorumException.class);
            assertThatThrownBy(pipeline::close).hasMessageContaining(first.toString());
            cluster.server(1).signal("CONT");
        }
    }

    @Test
    void noLimitIsALongTime() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client()
                        .deadline(forever)
                        .quorumPatience(forever)
                        .maxReplicaLag(forever)
                        .build()) {
            assertThat(client.awaitReady(forever)).isTrue();
            assertThat(client.durability(Durability.QUORUM).set("k", "v")).isEqualTo("OK");
            cluster.awaitReplicated();
            Awaitility.await().untilAsserted(() -> {
                assertThat(client.slaveOk().get("k")).isEqualTo("v");
                assertThat(client.metrics().readsFromReplicas()).isPositive();
            });
            assertThat(client.blpop(1, "list")).isNull();
            client.subscribe(message -> {}, "news").awaitSubscribed(forever);
        }
    }

    @Test
    void aWaitForTheLogMayTakeLongerThanASocketsTimeOut() {
        try (TestCluster cluster = new TestCluster(new ServerVersion("redis-8.0").present(), 2, folder);
                HaRedisClient client = cluster.client()
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .socketTimeoutMillis(500)
                                .build())
                        .build()) {
            client.set("k", "v");
            cluster.server(1).signal("STOP");
            try {
                assertThat(List.of(client.waitAOF("k", 0, 1, 1500))).isNotEmpty();
            } finally {
                cluster.server(1).signal("CONT");
            }
        }
    }

    @Test
    void anErrorReplyIsAReplyToo() {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().build()) {
            client.set("text", "no number");
            cluster.awaitReplicated();
            long before = client.metrics().calls();
            assertThatThrownBy(() -> client.incr("text")).isInstanceOf(JedisDataException.class);
            assertThat(client.metrics().calls() - before).isEqualTo(1);
            try (Transaction transaction = client.transaction(false)) {
                transaction.watch("text");
                transaction.incr("text");
            }
            assertThat(client.metrics().calls() - before).isEqualTo(3);
            Awaitility.await().untilAsserted(() -> {
                client.slaveOk().strlen("text");
                assertThat(client.metrics().readsFromReplicas()).isPositive();
            });
            long reads = client.metrics().readsFromReplicas();
            assertThatThrownBy(() -> client.slaveOk().llen("text")).isInstanceOf(JedisDataException.class);
            assertThat(client.metrics().readsFromReplicas() - reads).isEqualTo(1);
            assertThat(client.metrics().writesCounted()).isLessThanOrEqualTo(1);
        }
    }

    /** Jedis prepares the connection first: the question for the quorum would stand between that and the command. */
    @Test
    void aHashImportIsNotDurable() {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().build()) {
            HaRedisClient durable = client.durability(Durability.QUORUM);
            HashImport fields = HashImport.of("field");
            assertThatThrownBy(() -> durable.himportSet("k", fields, "value"))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("HIMPORT");
            assertThatThrownBy(() -> client.himportSet("k", fields, "value")).isInstanceOf(JedisDataException.class);
        }
    }
}
