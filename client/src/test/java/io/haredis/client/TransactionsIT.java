package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** Transactions and pipelines at the edges of a reign, and what they leave behind. */
@Timeout(60)
class TransactionsIT {
    @TempDir
    Path folder;

    /** All commands were queued by the master; EXEC, in a later packet perhaps, meets a replica and is aborted as a whole. */
    @Test
    void anExecThatMeetsAReplicaRunsOnTheNextMaster() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            client.set("k", "before");
            cluster.awaitReplicated();
            RedisServer old = cluster.master();
            try (Jedis meddler = old.meddler()) {
                meddler.sendCommand(Command.CLIENT, "PAUSE", "20000", "WRITE"); // EXEC waits on the server
                InFlight<List<Object>> exec = InFlight.sent(() -> {
                    try (AbstractTransaction transaction = client.multi()) {
                        transaction.set("k", "v");
                        return transaction.exec();
                    }
                });
                cluster.detach(old);
                meddler.sendCommand(Command.CLIENT, "UNPAUSE");
                cluster.elect();
                assertThat(exec.get()).containsExactly("OK");
            }
            assertThat(client.get("k")).isEqualTo("v");
        }
    }

    @Test
    void aDatabaseSelectedInATransactionIsNobodyElses() {
        ConnectionPoolConfig one = new ConnectionPoolConfig();
        one.setMaxTotal(1);
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().poolConfig(one).build()) {
            try (AbstractTransaction transaction = client.multi()) {
                transaction.sendCommand(Command.SELECT, "2");
                transaction.set("k", "in 2");
                transaction.exec();
            }
            assertThat(client.get("k")).isNull();
        }
    }

    @Test
    void aScriptLoadedInAPipelineOrATransactionIsKnownAfterAMove() {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().build()) {
            Response<String> one;
            Response<String> two;
            try (Pipeline pipeline = client.pipelined()) {
                one = pipeline.scriptLoad("return 1", "k");
            }
            try (AbstractTransaction transaction = client.multi()) {
                two = transaction.scriptLoad("return 2", "k");
                transaction.exec();
            }
            cluster.move(cluster.server(1));
            cluster.awaitFollowedBy(client);
            assertThat(client.evalsha(one.get())).isEqualTo(1L);
            assertThat(client.evalsha(two.get())).isEqualTo(2L);
        }
    }

    /** What follows it would go to another database where the watch is lost, or where a quorum is asked for. */
    @ParameterizedTest
    @EnumSource
    void noDatabaseIsSelectedUnderWatch(Durability durability) {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().durability(durability).build()) {
            client.set("k", "before");
            try (Transaction transaction = client.transaction(false)) {
                transaction.watch("k");
                transaction.watch("other");
                assertThatThrownBy(() -> transaction.sendCommand(Command.SELECT, "3"))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("SELECT");
                transaction.set("a", "1");
                transaction.multi();
                transaction.set("b", "2");
                assertThat(transaction.exec()).containsExactly("OK");
            }
            assertThat(client.mget("a", "b")).containsExactly("1", "2");
        }
    }

    /** It may have ended in the metadata database. */
    @Test
    void aConnectionWhoseQuestionFailedIsNobodyElses() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client =
                        cluster.client().probeInterval(Duration.ofMinutes(5)).build();
                Jedis meddler = cluster.master().meddler()) {
            client.set("k", "v");
            assertThat(client.metrics().connections()).isEqualTo(1);
            meddler.aclSetUser("default", "-info");
            assertThatThrownBy(() -> client.eval("return redis.error_reply('MISCONF as a replica says it')"))
                    .hasMessageStartingWith("MISCONF");
            assertThat(client.metrics().connections()).isZero();
        }
    }
}
