package io.haredis.client.benchmarks;

import io.haredis.client.HaRedisClient;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.UnifiedJedis;

/** The client that is measured, behind the same few calls. */
interface Subject extends AutoCloseable {
    String get(String key);

    String set(String key, String value);

    Object pipeline(String key, String value, int commands);

    @Override
    void close();

    /** {@code jedis}, {@code haredis} or {@code lettuce}, with a pool of so many connections; Lettuce has one, as it is meant. */
    static Subject of(String name, HostAndPort server, int connections) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        return switch (name) {
            case "jedis" -> new OfJedis(
                    redis.clients.jedis.RedisClient.builder().hostAndPort(server).poolConfig(pool).build());
            case "haredis" -> new OfJedis(HaRedisClient.builder()
                    .nodes(server.toString())
                    .poolConfig(pool)
                    .build());
            case "lettuce" -> new OfLettuce(RedisClient.create("redis://" + server));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Jedis, and whatever extends it. */
    record OfJedis(UnifiedJedis client) implements Subject {
        @Override
        public String get(String key) {
            return client.get(key);
        }

        @Override
        public String set(String key, String value) {
            return client.set(key, value);
        }

        @Override
        public Object pipeline(String key, String value, int commands) {
            try (AbstractPipeline pipeline = client.pipelined()) {
                Object last = null;
                for (int i = 0; i < commands; i++) {
                    last = i % 2 == 0 ? pipeline.set(key, value) : pipeline.get(key);
                }
                pipeline.sync();
                return last;
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** Lettuce, one connection for all, and for pipelines one a thread that is flushed by hand: both as its guide has it. */
    record OfLettuce(
            RedisClient client,
            StatefulRedisConnection<String, String> connection,
            Map<Long, StatefulRedisConnection<String, String>> buffered)
            implements Subject {
        /** Virtual threads share these. */
        private static final int BUFFERED = 64;

        OfLettuce(RedisClient client) {
            this(client, client.connect(), new ConcurrentHashMap<>());
        }

        private StatefulRedisConnection<String, String> mine() {
            return buffered.computeIfAbsent(Thread.currentThread().threadId() % BUFFERED, number -> {
                StatefulRedisConnection<String, String> unflushed = client.connect();
                unflushed.setAutoFlushCommands(false);
                return unflushed;
            });
        }

        @Override
        public String get(String key) {
            return connection.sync().get(key);
        }

        @Override
        public String set(String key, String value) {
            return connection.sync().set(key, value);
        }

        @Override
        public Object pipeline(String key, String value, int commands) {
            RedisAsyncCommands<String, String> async = mine().async();
            RedisFuture<?>[] all = new RedisFuture<?>[commands];
            for (int i = 0; i < commands; i++) {
                all[i] = i % 2 == 0 ? async.set(key, value) : async.get(key);
            }
            mine().flushCommands();
            LettuceFutures.awaitAll(10, TimeUnit.SECONDS, all);
            return all;
        }

        @Override
        public void close() {
            client.shutdown();
        }
    }
}
