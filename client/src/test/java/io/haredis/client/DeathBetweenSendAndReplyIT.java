package io.haredis.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;

/** The master is frozen, gets the command, and dies: on every path. Nobody can know if it was executed. */
@Timeout(60)
class DeathBetweenSendAndReplyIT {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private HaRedisClient client;

    @BeforeEach
    void start() {
        cluster = new TestCluster(3, folder);
        client = cluster.client().build();
        client.set("k", "v");
        cluster.awaitReplicated();
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private <T> T acrossDeath(Callable<T> call) throws Exception {
        RedisServer master = cluster.master();
        client.get("k");
        master.signal("STOP");
        InFlight<T> flight = InFlight.sent(call);
        master.kill();
        cluster.elect();
        return flight.get();
    }

    private void isUnknown(String command, Callable<?> call) {
        assertThatThrownBy(() -> acrossDeath(call))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HaUnknownOutcomeException.class,
                        e -> assertThat(e.command()).startsWith(command))
                .hasMessageContaining(cluster.server(0).host());
        assertThat(client.get("k")).as("the client goes on").isEqualTo("v");
    }

    /** A value that the server takes for too long: it works off what came before, and closes the connection. */
    @Test
    void aPipelinesFirstCommandMayHaveGoneWithTheLargeSecondOne() {
        byte[] large = new byte[16 << 20];
        try (Jedis meddler = cluster.master().meddler()) {
            meddler.configSet("proto-max-bulk-len", "1048576");
            AbstractPipeline pipeline = client.pipelined();
            pipeline.incr("counter");
            pipeline.set("large".getBytes(UTF_8), large);
            assertThatThrownBy(pipeline::sync).isInstanceOf(HaUnknownOutcomeException.class);
            assertThat(meddler.get("counter")).isEqualTo("1");
        }
    }

    /** Were it the server that ends for it, each new master in turn would. */
    @Test
    void aReadThatEndsItsConnectionEachTimeIsNotSentForEver() {
        client.set("large", "x".repeat(4 << 20));
        try (Jedis meddler = cluster.master().meddler()) {
            meddler.configSet("client-output-buffer-limit", "normal 1048576 1048576 0");
            long began = System.nanoTime();
            assertThatThrownBy(() -> client.get("large"))
                    .isInstanceOf(HaUnavailableException.class)
                    .hasMessageContainingAll(
                            "GET was sent 3 times", cluster.master().host(), "client-output-buffer-limit");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(client.get("k")).as("the client goes on").isEqualTo("v");
    }

    @Test
    void aReadRunsAgain() throws Exception {
        assertThat(acrossDeath(() -> client.get("k"))).isEqualTo("v");
    }

    @Test
    void aWriteIsUnknown() {
        isUnknown("INCR", () -> client.incr("n"));
    }

    @Test
    void anIdempotentWriteRunsAgainIfAsked() throws Exception {
        try (HaRedisClient other =
                cluster.client().retryPolicy(RetryPolicy.IDEMPOTENT).build()) {
            other.get("k");
            assertThat(acrossDeath(() -> other.set("k", "w"))).isEqualTo("OK");
            assertThat(other.get("k")).isEqualTo("w");
        }
    }

    @Test
    void aPipelineOfReadsRunsAgain() throws Exception {
        assertThat(acrossDeath(() -> {
                    try (Pipeline pipeline = client.pipelined()) {
                        pipeline.get("k");
                        pipeline.exists("k");
                        return pipeline.syncAndReturnAll();
                    }
                }))
                .isEqualTo(List.of("v", true));
    }

    @Test
    void aPipelineWithAWriteIsUnknown() {
        isUnknown("INCR (command 1 of 2 in a pipeline)", () -> {
            try (Pipeline pipeline = client.pipelined()) {
                pipeline.incr("n");
                pipeline.get("k");
                pipeline.sync();
                return null;
            }
        });
    }

    /** The write may have been executed: sent again, the read in front of it would answer what it wrote. */
    @Test
    void aReadBeforeAWriteOfItsKeyIsUnknown() {
        try (HaRedisClient other =
                cluster.client().retryPolicy(RetryPolicy.IDEMPOTENT).build()) {
            other.get("k");
            isUnknown("GET (command 1 of 2 in a pipeline)", () -> {
                try (Pipeline pipeline = other.pipelined()) {
                    pipeline.get("k");
                    pipeline.set("k", "w");
                    pipeline.sync();
                    return null;
                }
            });
        }
    }

    @Test
    void aTransactionOfReadsRunsAgain() throws Exception {
        assertThat(acrossDeath(() -> {
                    try (AbstractTransaction transaction = client.multi()) {
                        Response<String> value = transaction.get("k");
                        transaction.exec();
                        return value.get();
                    }
                }))
                .isEqualTo("v");
    }

    @Test
    void aTransactionWithAWriteIsUnknown() {
        isUnknown("EXEC", () -> {
            try (AbstractTransaction transaction = client.multi()) {
                transaction.incr("n");
                return transaction.exec();
            }
        });
    }

    @Test
    void theExecOfAWatchIsUnknown() {
        try (AbstractTransaction transaction = client.transaction(false)) {
            // Before the master is frozen, or the WATCH would run again on the next one.
            transaction.watch("k");
            isUnknown("EXEC", () -> {
                transaction.multi();
                transaction.incr("n");
                return transaction.exec();
            });
        }
    }

    @Test
    void aWatchIsLostWithItsMasterAndExecAnswersNil() {
        try (AbstractTransaction transaction = client.transaction(false)) {
            transaction.watch("k");
            cluster.master().kill();
            cluster.elect();
            assertThat(client.get("k")).isEqualTo("v");
            transaction.multi();
            transaction.incr("n");
            assertThat(transaction.exec()).isNull();
        }
        assertThat(client.exists("n")).isFalse();
    }

    @Test
    void aScriptIsUnknown() {
        isUnknown("EVAL", () -> client.eval("return redis.call('incr', KEYS[1])", List.of("n"), List.of()));
    }

    @Test
    void aReadOnlyScriptRunsAgain() throws Exception {
        assertThat(acrossDeath(() -> client.evalReadonly("return 7", List.of("k"), List.of())))
                .isEqualTo(7L);
    }

    @Test
    void aLoadedScriptIsThereAfterTheChange() {
        String sha = client.scriptLoad("return redis.call('incr', KEYS[1])");
        cluster.master().kill();
        cluster.elect();
        cluster.awaitFollowedBy(client);
        assertThat(client.evalsha(sha, 1, "n")).isEqualTo(1L);
        try (Pipeline pipeline = client.pipelined()) {
            Response<Object> second = pipeline.evalsha(sha, 1, "n");
            pipeline.sync();
            assertThat(second.get()).isEqualTo(2L);
        }
        client.scriptFlush();
        assertThat(client.evalsha(sha, 1, "n")).isEqualTo(3L);
    }

    @Test
    void aBlockingPopIsUnknown() {
        isUnknown("BLPOP", () -> client.blpop(5, "list"));
    }

    @Test
    void aBlockingReadGoesOnWhereTheMasterIs() throws Exception {
        UnaryOperator<String> push =
                id -> client.xadd("s", new StreamEntryID(id), Map.of("a", "b")).toString();
        InFlight<?> flight = InFlight.sent(
                () -> client.xread(XReadParams.xReadParams().block(10_000), Map.of("s", new StreamEntryID("0-1"))));
        cluster.master().kill();
        cluster.elect();
        cluster.awaitFollowedBy(client);
        assertThat(push.apply("7-1")).isEqualTo("7-1");
        assertThat(flight.get().toString()).contains("7-1");
    }

    @Test
    void aBlockingPopMovesWithTheMaster() throws Exception {
        InFlight<List<String>> flight = InFlight.sent(() -> client.blpop(10, "list"));
        cluster.move(cluster.server(1));
        client.rpush("list", "x");
        assertThat(flight.get()).isEqualTo(List.of("list", "x"));
    }
}
