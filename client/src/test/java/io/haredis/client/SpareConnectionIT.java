package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.params.ClientKillParams;

/** A connection for commands is open on each replica before it becomes master. The client's own questions are asked in RESP2. */
@Timeout(60)
class SpareConnectionIT {
    @TempDir
    Path folder;

    @Test
    void theFirstCallToANewMasterGoesOverTheSpare() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client()
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .database(3)
                                .password(RedisServer.PASSWORD)
                                .build())
                        .build()) {
            client.set("key", "old");
            Map<RedisServer, Long> spares = cluster.servers().stream()
                    .filter(s -> s != cluster.master())
                    .collect(Collectors.toMap(s -> s, SpareConnectionIT::awaitSpare));
            RedisServer now = cluster.elect();
            awaitMaster(client, now);
            assertThat(connection(client)).isEqualTo(spares.get(now));
            assertThat(client.get("key")).isEqualTo("old");
            client.set("key", "new");
            try (Jedis meddler = now.meddler()) {
                meddler.select(3);
                assertThat(meddler.get("key")).isEqualTo("new");
            }
        }
    }

    @Test
    void aSpareThatWasClosedIsNotMissed() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            client.set("key", "old");
            RedisServer next = cluster.replicaBut();
            long spare = awaitSpare(next);
            try (Jedis meddler = next.meddler()) {
                meddler.clientKill(new ClientKillParams().id(String.valueOf(spare)));
            }
            cluster.move(next);
            awaitMaster(client, next);
            client.set("key", "new");
            assertThat(connection(client)).isGreaterThan(spare);
            assertThat(client.metrics().unknownOutcomes()).isZero();
        }
    }

    @Test
    void whoIsReplicaHasOneUntilTheClientIsClosed() {
        try (TestCluster cluster = new TestCluster(2, folder)) {
            try (HaRedisClient client = cluster.client().build()) {
                client.set("key", "first");
                RedisServer first = cluster.master();
                awaitSpare(cluster.replicaBut());
                cluster.move(cluster.replicaBut());
                awaitSpare(first);
            }
            for (RedisServer server : cluster.servers()) {
                Awaitility.await().until(() -> spares(server).isEmpty());
            }
        }
    }

    private static void awaitMaster(HaRedisClient client, RedisServer server) {
        Awaitility.await().until(() -> {
            NodeView master = client.view().master();
            return master != null && master.address().equals(server.address());
        });
    }

    private static long connection(HaRedisClient client) {
        return client.executeCommand(
                new CommandObject<>(new CommandArguments(Command.CLIENT).add("ID"), BuilderFactory.LONG));
    }

    /** The number of the client's spare connection there, once it has one. */
    private static long awaitSpare(RedisServer server) {
        Awaitility.await().until(() -> spares(server).size() == 1);
        return spares(server).get(0);
    }

    private static List<Long> spares(RedisServer server) {
        try (Jedis meddler = server.meddler()) {
            long self = meddler.clientId();
            return meddler.clientList()
                    .lines()
                    .filter(line -> line.contains("resp=3") && line.contains(" sub=0 "))
                    .map(line -> Long.valueOf(line.substring(3, line.indexOf(' '))))
                    .filter(id -> id != self)
                    .toList();
        }
    }
}
