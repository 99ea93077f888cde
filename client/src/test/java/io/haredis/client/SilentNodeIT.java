package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodePool;
import io.haredis.client.testing.Certificates;
import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** When a pool says that its node is silent: then replies that are out are not waited for at a change of master. */
@Timeout(60)
class SilentNodeIT {
    private static final int TLS = 6380;
    private static final long LONG = Duration.ofMillis(200).toNanos();

    @TempDir
    Path folder;

    @Test
    void whoIsOwedAReplyForLongAndNobodyGetsOne() throws Exception {
        try (TestCluster cluster = new TestCluster(1, folder);
                NodePool pool = pool(cluster.master())) {
            NodeConnection waits = pool.borrow(LONG);
            cluster.master().signal("STOP");
            InFlight<?> reply = InFlight.sent(() -> waits.call(ping()));
            try {
                assertThat(pool.isSilentFor(LONG)).isFalse();
                Awaitility.await().until(() -> pool.isSilentFor(LONG));
            } finally {
                cluster.master().signal("CONT");
            }
            reply.get();
            pool.giveBack(waits);
            assertThat(pool.isSilentFor(LONG)).isFalse();
            LockSupport.parkNanos(2 * LONG);
            assertThat(pool.isSilentFor(LONG)).as("nobody waits").isFalse();
        }
    }

    /** A frozen server's queue is full: whoever opens a connection waits in the connect, and nobody reads from it yet. */
    @Test
    void whoConnectsIsFreedByTheNextMasterAndByItsDeadline() throws Exception {
        List<Socket> queue = new ArrayList<>();
        try (TestCluster cluster = new TestCluster(3, folder, "tcp-backlog 1");
                HaRedisClient client = patient(cluster).build();
                HaRedisClient hasty =
                        patient(cluster).deadline(Duration.ofSeconds(1)).build()) {
            client.set("k", "v");
            hasty.set("k", "v");
            cluster.awaitReplicated();
            cluster.master().signal("STOP");
            fill(queue, cluster.master());
            InFlight.sent(() -> client.set("k", "sent"));
            InFlight.sent(() -> hasty.set("k", "sent"));
            InFlight<String> connects = InFlight.of(() -> client.set("k", "w"));
            InFlight<String> late = InFlight.of(() -> hasty.set("k", "never"));
            Awaitility.await()
                    .until(() ->
                            client.metrics().connections() + hasty.metrics().connections() == 4);
            assertThatThrownBy(late::get).cause().isInstanceOf(HaUnavailableException.class);
            cluster.elect();
            assertThat(connects.get()).isEqualTo("OK");
        } finally {
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    private static HaRedisClientBuilder patient(TestCluster cluster) {
        return cluster.client()
                .deadline(Duration.ofMinutes(2))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .password(RedisServer.PASSWORD)
                        .connectionTimeoutMillis(60_000)
                        .socketTimeoutMillis(60_000)
                        .build());
    }

    private static void fill(List<Socket> queue, RedisServer server) throws IOException {
        while (queue.size() < 100) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.host(), 6379), 300);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
    }

    /** Each would be waited for until its time-out, and the call with them. */
    @Test
    void ofManyIdleConnectionsOnlyOneIsTriedInVain() throws Exception {
        try (TestCluster cluster = new TestCluster(1, folder);
                NodePool pool = pool(cluster.master(), 300)) {
            List<NodeConnection> peak = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                peak.add(pool.borrow(LONG));
            }
            peak.forEach(pool::giveBack);
            LockSupport.parkNanos(Duration.ofMillis(5100).toNanos()); // from then on an idle connection is doubted
            cluster.master().signal("STOP");
            try {
                assertThatThrownBy(() -> pool.borrow(LONG)).isInstanceOf(JedisConnectionException.class);
            } finally {
                cluster.master().signal("CONT");
            }
            assertThat(pool.size()).isZero();
            assertThat(cluster.master().info("cmdstat_ping")).startsWith("calls=1,");
        }
    }

    @Test
    void notWhileOthersAreAnsweredThoughTheirConnectionsAreClosedByNow() {
        try (TestCluster cluster = new TestCluster(1, folder);
                NodePool pool = pool(cluster.master())) {
            pool.borrow(LONG);
            LockSupport.parkNanos(2 * LONG);
            assertThat(pool.isSilentFor(LONG)).isTrue();
            NodeConnection other = pool.borrow(LONG);
            assertThat(pool.isSilentFor(LONG)).as("one was opened").isFalse();
            LockSupport.parkNanos(2 * LONG);
            assertThat(pool.isSilentFor(LONG)).isTrue();
            pool.giveBack(other);
            pool.clear();
            assertThat(pool.isSilentFor(LONG)).as("one was answered").isFalse();
        }
    }

    @Test
    void notForWhoeverWaitsOnPurpose() throws Exception {
        try (TestCluster cluster = new TestCluster(1, folder);
                NodePool pool = pool(cluster.master())) {
            NodeConnection blocked = pool.borrow(LONG);
            InFlight<?> reply = InFlight.sent(() -> blocked.call(new CommandObject<>(
                    new CommandArguments(Command.BLPOP).key("list").add("1").blocking(), BuilderFactory.RAW_OBJECT)));
            NodeConnection kept = pool.borrow(LONG);
            kept.keptByCaller();
            NodeConnection pipelined = pool.borrow(LONG);
            pipelined.mayHaveFlushed();
            LockSupport.parkNanos(2 * LONG);
            assertThat(pool.isSilentFor(LONG)).isFalse();
            reply.get();
        }
    }

    /** TLS ends in good order if it may wait for the other side: for each connection as long as for a reply. */
    @Test
    void closingConnectionsWithTlsWaitsForNobody() throws Exception {
        Certificates certificates = new Certificates(folder.resolve("tls"));
        try (TestCluster cluster = new TestCluster(1, folder, certificates.server(TLS));
                NodePool pool = pool(
                        new HostAndPort(cluster.master().host(), TLS),
                        config(20_000).sslOptions(certificates.client()))) {
            List<NodeConnection> idle = List.of(pool.borrow(LONG), pool.borrow(LONG), pool.borrow(LONG));
            idle.forEach(pool::giveBack);
            cluster.master().signal("STOP");
            try {
                InFlight<Boolean> cleared = InFlight.of(() -> {
                    pool.clear();
                    return true;
                });
                assertThat(cleared.get()).isTrue();
            } finally {
                cluster.master().signal("CONT");
            }
            assertThat(pool.size()).isZero();
        }
    }

    private static CommandObject<String> ping() {
        return new CommandObject<>(new CommandArguments(Command.PING), BuilderFactory.STRING);
    }

    private static NodePool pool(RedisServer server) {
        return pool(server, 10_000);
    }

    private static NodePool pool(RedisServer server, int timeoutMillis) {
        return pool(server.address(), config(timeoutMillis));
    }

    private static DefaultJedisClientConfig.Builder config(int timeoutMillis) {
        return DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP3)
                .password(RedisServer.PASSWORD)
                .socketTimeoutMillis(timeoutMillis);
    }

    private static NodePool pool(HostAndPort address, DefaultJedisClientConfig.Builder config) {
        Connector connector = new Connector(config.build(), Map.of(), 15);
        return new NodePool(born -> connector.open(address, born), new GenericObjectPoolConfig<>());
    }
}
