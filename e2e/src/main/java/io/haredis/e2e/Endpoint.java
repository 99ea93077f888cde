package io.haredis.e2e;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * Where a Redis server is reached from here.
 *
 * @param name the pod or Service behind it
 * @param host address or name
 * @param port TCP port
 */
public record Endpoint(String name, String host, int port) {
    /** As clients are told: {@code host:port}. */
    public String address() {
        return host + ":" + port;
    }

    /** A plain connection, of the application's user if there is a password. */
    public Jedis connect(@Nullable String password, int connectMillis, int replyMillis) {
        return new Jedis(
                new HostAndPort(host, port),
                DefaultJedisClientConfig.builder()
                        .autoNegotiateProtocol(false)
                        .connectionTimeoutMillis(connectMillis)
                        .socketTimeoutMillis(replyMillis)
                        .password(password)
                        .build());
    }
}
