package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.Certificates;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.SslOptions;

/** Real servers with TLS on port 6380, and plain on 6379, of which nodes tell each other the former. */
@Timeout(60)
class TlsIT {
    private static final int TLS = 6380;

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(folder.resolve("tls"));
        cluster = new TestCluster(2, folder, certificates.server(TLS));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static HaRedisClientBuilder client(int port, DefaultJedisClientConfig config) {
        return HaRedisClient.builder()
                .nodes(cluster.server(0).host() + ":" + port)
                .clientConfig(config)
                .auth(RedisServer.PASSWORD);
    }

    private static DefaultJedisClientConfig tls(SslOptions options) {
        return DefaultJedisClientConfig.builder().sslOptions(options).build();
    }

    private static void fails(HaRedisClientBuilder builder, int port, String... words) {
        try (HaRedisClient client = builder.deadline(Duration.ofSeconds(4)).build()) {
            assertThatThrownBy(() -> client.get("k"))
                    .isInstanceOf(HaUnavailableException.class)
                    .hasMessageContaining(cluster.server(0).host() + ":" + port)
                    .hasMessageContainingAll(words);
        }
    }

    /** The URI says that TLS is spoken, the configuration how. */
    @Test
    void aUriLeavesTheConfigurationsCertificates() {
        String uri =
                "harediss://:" + RedisServer.PASSWORD + "@" + cluster.server(0).host() + ":" + TLS;
        try (HaRedisClient client = HaRedisClient.builder()
                .clientConfig(tls(certificates.client()))
                .uri(uri)
                .build()) {
            assertThat(client.ping()).isEqualTo("PONG");
        }
    }

    @Test
    void worksThroughAMoveOfTheMaster() {
        try (HaRedisClient client = certificates.client(cluster, TLS).build()) {
            assertThat(client.set("k", "v")).isEqualTo("OK");
            assertThat(client.view().findMaster().orElseThrow().address().getPort())
                    .isEqualTo(TLS);
            // The replica's INFO names its master's port: the encrypted one, as for the client.
            cluster.servers().forEach(TlsIT::replicatesByTls);
            for (int to : new int[] {1, 0}) {
                RedisServer target = cluster.server(to);
                cluster.awaitReplicated();
                cluster.moveQuietly(target);
                follow(cluster.server(1 - to), target);
                assertThat(client.get("k")).isEqualTo("v");
                assertThat(client.set("k", "v")).isEqualTo("OK");
                assertThat(client.view().findMaster().orElseThrow().address()).hasToString(target.host() + ":" + TLS);
            }
        }
    }

    private static void replicatesByTls(RedisServer server) {
        try (Jedis jedis = server.meddler()) {
            jedis.configSet("tls-replication", "yes");
        }
        if (server != cluster.master()) {
            follow(server, cluster.master());
        }
    }

    private static void follow(RedisServer replica, RedisServer of) {
        try (Jedis jedis = replica.as("operator", 15)) {
            jedis.replicaof(of.host(), TLS);
        }
    }

    @Test
    void aPlainClientIsToldThatTheNodeMaySpeakTls() {
        fails(client(TLS, DefaultJedisClientConfig.builder().build()), TLS, "TLS", "harediss://");
    }

    @Test
    void aTlsClientIsToldThatTheNodeDoesNot() {
        fails(client(6379, tls(certificates.client())), 6379, "does not speak TLS");
    }

    @Test
    void anUnknownAuthorityIsNamed() {
        fails(client(TLS, tls(SslOptions.defaults())), TLS, "not trusted", "truststore");
    }
}
