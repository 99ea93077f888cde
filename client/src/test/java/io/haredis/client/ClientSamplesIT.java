package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documented code does what it says. */
@Timeout(60)
class ClientSamplesIT {
    @TempDir
    Path folder;

    @Test
    void allRun() {
        ClientSamples samples = new ClientSamples();
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient redis = ClientSamples.built(cluster.server(0).host(), RedisServer.PASSWORD)) {
            samples.unknownOutcome(redis);
            assertThat(redis.get("account:7")).isEqualTo("10");
            samples.durable(redis);
            assertThat(samples.shown()).as("no exception was met").isEmpty();
            assertThat(redis.get("order:1")).isEqualTo("paid");
            samples.replicas(redis);
            samples.seen(redis);
            assertThat(samples.shown())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("READY ")
                    .endsWith(" true");
            try (Subscription news = samples.subscribed(redis)) {
                redis.publish("news", "it works");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> samples.shown().contains("newsit works"));
                assertThat(news.isClosed()).isFalse();
            }
        }
    }

    @Test
    void clientsAreBuiltWithoutAnyNode() {
        try (HaRedisClient service = ClientSamples.service();
                HaRedisClient addresses = ClientSamples.addresses();
                HaRedisClient uri = ClientSamples.uri()) {
            assertThat(service.view().state()).isEqualTo(ClientState.CONNECTING);
            assertThat(addresses.view().state()).isEqualTo(ClientState.CONNECTING);
            assertThat(uri.view().state()).isEqualTo(ClientState.CONNECTING);
        }
    }
}
