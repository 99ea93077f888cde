package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.CommandKeyArgumentPreProcessor;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.PrefixedKeyArgumentPreProcessor;

/** Jedis' prefix of all keys, by the builder or by its configuration: on every path, and not on our own keys. */
@Timeout(60)
class KeyPrefixIT {
    private static final CommandKeyArgumentPreProcessor PREFIX = new PrefixedKeyArgumentPreProcessor("shop:");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isBeforeEveryKey(boolean byConfiguration) {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = build(cluster.client(), byConfiguration)) {
            client.set("single", "1");
            try (AbstractPipeline pipeline = client.pipelined()) {
                pipeline.set("pipelined", "2");
            }
            try (AbstractTransaction transaction = client.multi()) {
                transaction.set("transacted", "3");
                transaction.exec();
            }
            assertThat(client.get("single")).isEqualTo("1");
            try (Jedis plain = cluster.master().meddler()) {
                assertThat(plain.keys("*"))
                        .containsExactlyInAnyOrder("shop:single", "shop:pipelined", "shop:transacted");
            }
        }
    }

    @SuppressWarnings("deprecation") // who comes from Jedis may use it
    private static HaRedisClient build(HaRedisClientBuilder builder, boolean byConfiguration) {
        return byConfiguration
                ? builder.clientConfig(DefaultJedisClientConfig.builder()
                                .commandKeyArgumentPreProcessor(PREFIX)
                                .build())
                        .build()
                : builder.keyPreProcessor(PREFIX).build();
    }
}
