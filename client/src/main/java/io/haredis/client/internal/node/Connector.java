package io.haredis.client.internal.node;

import java.util.Map;
import java.util.function.Consumer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;

/**
 * How to reach any node: the application's settings, with the node's own credentials. Names are resolved anew at each
 * connect.
 *
 * @param config of the application's connections; names a protocol
 * @param credentials of single nodes, by address
 * @param metadataDatabase where the epoch stands
 */
public record Connector(
        JedisClientConfig config, Map<HostAndPort, RedisCredentials> credentials, int metadataDatabase) {
    /** The longest that one of our own questions to a node may take. */
    static final int QUESTION_MILLIS = 1000;

    /** A connection for commands, opened and introduced; {@code born} gets it before it connects. */
    public NodeConnection open(HostAndPort address, Consumer<NodeConnection> born) {
        return NodeConnection.open(
                address, build(address, DefaultJedisClientConfig.builder().from(config)), metadataDatabase, born);
    }

    /** The same, for later: nobody waits for it, so it gives up as soon as a question does, and not after the time-outs. */
    NodeConnection openInAdvance(HostAndPort address, Consumer<NodeConnection> born) {
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .from(config)
                .connectionTimeoutMillis(soon(config.getConnectionTimeoutMillis()))
                .socketTimeoutMillis(soon(config.getSocketTimeoutMillis()));
        return NodeConnection.open(address, build(address, builder), metadataDatabase, born);
    }

    private static int soon(int millis) {
        return millis == 0 ? QUESTION_MILLIS : Math.min(millis, QUESTION_MILLIS); // 0 is for ever
    }

    /** True if its connections are encrypted. */
    public boolean speaksTls() {
        return config.isSsl() || config.getSslOptions() != null;
    }

    /** A connection for our own questions: RESP2, of short patience. */
    public NodeConnection openForQuestions(HostAndPort address, int socketTimeoutMillis) {
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .from(config)
                .protocol(RedisProtocol.RESP2)
                .database(0)
                .connectionTimeoutMillis(Math.min(soon(config.getConnectionTimeoutMillis()), socketTimeoutMillis))
                .socketTimeoutMillis(socketTimeoutMillis);
        return NodeConnection.open(address, build(address, builder), metadataDatabase, born -> {});
    }

    /** The same, with the usual patience. */
    public NodeConnection openForQuestions(HostAndPort address) {
        return openForQuestions(address, QUESTION_MILLIS);
    }

    private JedisClientConfig build(HostAndPort address, DefaultJedisClientConfig.Builder builder) {
        RedisCredentials own = credentials.get(address);
        return own == null ? builder.build() : builder.credentials(own).build();
    }
}
