package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.InFlight;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.Subscribers;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;

/** Jedis' own subscribers: as with the stock client, but for the failovers. */
@Timeout(60)
class JedisPubSubIT {
    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();

    private final JedisPubSub recorder = new JedisPubSub() {
        @Override
        public void onMessage(String channel, String message) {
            calls.add("message " + channel + " " + message);
        }

        @Override
        public void onPMessage(String pattern, String channel, String message) {
            calls.add("pmessage " + pattern + " " + channel + " " + message);
        }

        @Override
        public void onSubscribe(String channel, int subscribed) {
            calls.add("subscribe " + channel + " " + subscribed);
        }

        @Override
        public void onUnsubscribe(String channel, int subscribed) {
            calls.add("unsubscribe " + channel + " " + subscribed);
        }

        @Override
        public void onPSubscribe(String pattern, int subscribed) {
            calls.add("psubscribe " + pattern + " " + subscribed);
        }

        @Override
        public void onPUnsubscribe(String pattern, int subscribed) {
            calls.add("punsubscribe " + pattern + " " + subscribed);
        }

        @Override
        public void onPong(String pattern) {
            calls.add("pong " + pattern);
        }
    };

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void isCalledAsByTheStockClient(RedisProtocol protocol) throws Exception {
        try (TestCluster cluster = new TestCluster(1, folder)) {
            HostAndPort address = cluster.server(0).address();
            DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                    .password(RedisServer.PASSWORD)
                    .protocol(protocol)
                    .build();
            List<String> stock;
            try (UnifiedJedis client = RedisClient.builder()
                    .hostAndPort(address)
                    .clientConfig(config)
                    .build()) {
                // Jedis 8.0.2 may read a RESP3 pong before it has noted that it asked, and then fails.
                stock = script(client, protocol == RedisProtocol.RESP2);
            }
            if (protocol == RedisProtocol.RESP3) {
                stock = new ArrayList<>(stock);
                stock.addAll(5, List.of("pong null", "pong x"));
            }
            try (UnifiedJedis client = HaRedisClient.builder()
                    .nodes(address.toString())
                    .clientConfig(config)
                    .build()) {
                assertThat(script(client, true)).isEqualTo(stock).hasSize(13);
            }
        }
    }

    /** Everything that one can do with it, each step after the one before has been answered. */
    private List<String> script(UnifiedJedis client, boolean ping) throws Exception {
        calls.clear();
        InFlight<Object> blocked = InFlight.of(() -> {
            client.subscribe(recorder, "a", "b");
            return "done";
        });
        await(2);
        client.publish("b", "1");
        await(3);
        recorder.psubscribe("p*");
        await(4);
        client.publish("pq", "2");
        await(5);
        if (ping) {
            recorder.ping();
            await(6);
            recorder.ping("x");
        }
        int pongs = ping ? 2 : 0;
        await(5 + pongs);
        recorder.unsubscribe("b", "nosuch");
        await(7 + pongs);
        client.publish("b", "3");
        client.publish("a", "4");
        await(8 + pongs);
        recorder.subscribe("a");
        await(9 + pongs);
        recorder.punsubscribe();
        await(10 + pongs);
        recorder.unsubscribe();
        assertThat(blocked.get()).isEqualTo("done");
        return List.copyOf(calls);
    }

    @Test
    void goesOnThroughAFailoverWithoutASecondOnSubscribe() throws Exception {
        List<SubscriptionMove> moves = new CopyOnWriteArrayList<>();
        HaListener listener = new HaListener() {
            @Override
            public void subscriptionMoved(SubscriptionMove move) {
                moves.add(move);
            }
        };
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().listener(listener).build()) {
            InFlight<Object> blocked = InFlight.of(() -> {
                client.subscribe(recorder, "news");
                return "done";
            });
            await(1);
            client.publish("news", "1");
            await(2);
            cluster.master().kill();
            cluster.elect();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> moves.stream().anyMatch(SubscriptionMove::mayHaveMissed));
            client.publish("news", "2");
            await(3);
            recorder.unsubscribe();
            assertThat(blocked.get()).isEqualTo("done");
            assertThat(calls)
                    .containsExactly("subscribe news 1", "message news 1", "message news 2", "unsubscribe news 0");
        }
    }

    @Test
    void bytesNeedNotBeText() throws Exception {
        byte[] channel = {(byte) 0xff, 0, (byte) 0xfe};
        List<byte[]> heard = new CopyOnWriteArrayList<>();
        BinaryJedisPubSub binary = new BinaryJedisPubSub() {
            @Override
            public void onSubscribe(byte[] name, int subscribed) {
                calls.add("subscribe");
            }

            @Override
            public void onMessage(byte[] name, byte[] message) {
                heard.add(name);
                heard.add(message);
                unsubscribe();
            }
        };
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().build()) {
            InFlight<Object> blocked = InFlight.of(() -> {
                client.subscribe(binary, channel);
                return "done";
            });
            await(1);
            client.publish(channel, new byte[] {(byte) 0x80});
            assertThat(blocked.get()).isEqualTo("done");
            assertThat(heard).containsExactly(channel, new byte[] {(byte) 0x80});
        }
    }

    @Test
    void itsOwnExceptionEndsTheCallAndTheSubscription() throws Exception {
        JedisPubSub broken = new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int subscribed) {
                throw new IllegalStateException("mine");
            }
        };
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().build()) {
            assertThatThrownBy(() -> client.subscribe(broken, "news")).hasMessage("mine");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.servers().stream().allMatch(s -> Subscribers.of(s, "news") == 0));
        }
    }

    @Test
    void endsByTheDeadlineIfNobodyAnswersAndWhenTheClientIsClosed() throws Exception {
        try (HaRedisClient client = HaRedisClient.builder()
                .nodes("127.0.0.1:1")
                .deadline(Duration.ofMillis(100))
                .build()) {
            assertThatThrownBy(() -> client.subscribe(recorder, "news"))
                    .isInstanceOf(HaUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:1");
        }
        try (TestCluster cluster = new TestCluster(2, folder)) {
            HaRedisClient client = cluster.client().build();
            InFlight<Object> blocked = InFlight.of(() -> {
                client.subscribe(recorder, "news");
                return "done";
            });
            await(1);
            client.close();
            assertThatThrownBy(blocked::get)
                    .cause()
                    .isInstanceOf(HaUnavailableException.class)
                    .hasMessage("the client is closed");
        }
    }

    private void await(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> assertThat(calls).hasSizeGreaterThanOrEqualTo(count));
    }
}
