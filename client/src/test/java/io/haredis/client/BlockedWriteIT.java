package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.Certificates;
import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.exceptions.JedisException;

/** More than the network takes, to a server that reads nothing: no time-out of a socket ends that. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an interrupt ends no write
class BlockedWriteIT {
    private static final byte[] KEY = {'k'};
    private static final byte[] LARGE = new byte[32 << 20];

    @TempDir
    Path folder;

    @Test
    void aCallEndsByItsDeadlineAndWasNotExecuted() {
        endsByItsDeadline(client -> client.set(KEY, LARGE), HaUnavailableException.class);
    }

    @Test
    void aPipelineEndsByItsDeadline() {
        endsByItsDeadline(
                client -> {
                    try (AbstractPipeline pipeline = client.pipelined()) {
                        pipeline.set("other", "small");
                        pipeline.set(KEY, LARGE);
                    }
                },
                HaUnknownOutcomeException.class);
    }

    private void endsByItsDeadline(Consumer<HaRedisClient> write, Class<? extends JedisException> in) {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client =
                        cluster.client().deadline(Duration.ofSeconds(1)).build()) {
            assertThat(client.set("k", "small")).isEqualTo("OK");
            cluster.master().signal("STOP");
            try {
                assertThatThrownBy(() -> write.accept(client)).isInstanceOf(in);
            } finally {
                cluster.master().signal("CONT");
            }
            assertThat(client.get("k")).isEqualTo("small");
        }
    }

    /** With TLS the end of a connection is something to write, too, behind what is being written. */
    @Test
    void anotherMasterIsFollowedAllTheSame() throws Exception {
        int port = 6380;
        Certificates certificates = new Certificates(folder.resolve("tls"));
        try (TestCluster cluster = new TestCluster(3, folder, certificates.server(port));
                HaRedisClient client = certificates.client(cluster, port).build()) {
            assertThat(client.set("k", "small")).isEqualTo("OK");
            RedisServer old = cluster.master();
            old.signal("STOP");
            try {
                InFlight<String> large = InFlight.writing(() -> client.set(KEY, LARGE));
                RedisServer now = cluster.electWithout(old, () -> {});
                Awaitility.await()
                        .until(() -> client.view()
                                .findMaster()
                                .filter(m -> m.address().getHost().equals(now.host()))
                                .isPresent());
                assertThat(large.get()).isEqualTo("OK");
                assertThat(client.strlen("k")).isEqualTo(LARGE.length);
            } finally {
                old.signal("CONT");
            }
        }
    }
}
