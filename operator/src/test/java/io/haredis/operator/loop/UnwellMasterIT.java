package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A master that answers, but not as it should, is not replaced. */
class UnwellMasterIT {
    private static final Duration LONG = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    private TestCluster cluster;
    private RedisServer master;
    private long epoch;

    @BeforeEach
    void start() {
        cluster = TestCluster.settled(folder);
        master = cluster.master();
        epoch = cluster.record().epoch();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aScriptRunsForSeconds() {
        String script =
                "local e = redis.call('TIME')[1] + 5 while tonumber(redis.call('TIME')[1]) < e do end return 'done'";
        CompletableFuture<Object> done = CompletableFuture.supplyAsync(() -> {
            try (Jedis client = new Jedis(master.host(), 6379, 20_000)) {
                client.auth(RedisServer.PASSWORD);
                return client.eval(script);
            }
        });
        await().until(() -> isBusy());
        sameMasterFor(LONG);
        assertThat(done.join()).isEqualTo("done");
        cluster.settle(2);
        assertThat(cluster.record().epoch()).isEqualTo(epoch);
    }

    private boolean isBusy() {
        try (Jedis client = master.client()) {
            client.get("a");
            return false;
        } catch (JedisException e) {
            return String.valueOf(e.getMessage()).startsWith("BUSY");
        }
    }

    @Test
    void theOperatorsPasswordIsWrong() {
        master.meddle("ACL", "SETUSER", "operator", "resetpass", ">another");
        master.meddle("CLIENT", "KILL", "USER", "operator");
        sameMasterFor(LONG);
        master.meddle("ACL", "SETUSER", "operator", "resetpass", ">" + RedisServer.PASSWORD);
        cluster.settle(2);
        assertThat(cluster.record().epoch()).isEqualTo(epoch);
    }

    @Test
    void itHasNoMemoryLeft() {
        master.meddle("CONFIG", "SET", "maxmemory", "1");
        sameMasterFor(LONG);
        master.meddle("CONFIG", "SET", "maxmemory", "0");
        cluster.settle(2);
        assertThat(cluster.record().epoch()).isEqualTo(epoch);
    }

    private void sameMasterFor(Duration time) {
        await().during(time)
                .atMost(time.multipliedBy(2))
                .until(() -> cluster.record().epoch() == epoch
                        && cluster.record().holder().equals(master.name()));
    }
}
