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
    private static final int QUESTION_MILLIS = 1000;

    /** A connection for commands, opened and introduced; {@code born} gets it before it connects. */
    public NodeConnection open(HostAndPort address, Consumer<NodeConnection> born) {
        return NodeConnection.open(
                address, build(address, DefaultJedisClientConfig.builder().from(config)), metadataDatabase, born);
    }

    /** True if its connections are encrypted. */
    public boolean speaksTls() {
        return config.isSsl() || config.getSslOptions() != null;
    }

    /** A connection for our own questions: RESP2, of short patience. */
    public NodeConnection openForQuestions(HostAndPort address, int socketTimeoutMillis) {
        return openForQuestions(address, forQuestions(socketTimeoutMillis).protocol(RedisProtocol.RESP2));
    }

    private NodeConnection openForQuestions(HostAndPort address, DefaultJedisClientConfig.Builder builder) {
        return NodeConnection.open(address, build(address, builder), metadataDatabase, born -> {});
    }

    private DefaultJedisClientConfig.Builder forQuestions(int socketTimeoutMillis) {
        return DefaultJedisClientConfig.builder()
                .from(config)
                .database(0)
                .connectionTimeoutMillis(Math.min(config.getConnectionTimeoutMillis(), QUESTION_MILLIS))
                .socketTimeoutMillis(socketTimeoutMillis);
    }

    /** The same, but in the application's protocol: {@link #makeFitForCommands} can make it one for commands later. */
    public NodeConnection openToAsk(HostAndPort address) {
        return openForQuestions(address, forQuestions(QUESTION_MILLIS));
    }

    /**
     * Makes one that has asked like one for commands. Another database than 0 would have to be selected first.
     *
     * @param answer its last
     * @return true if it is one now
     */
    public boolean makeFitForCommands(NodeConnection asked, NodeReport answer) {
        if (config.getDatabase() != 0) {
            return false;
        }
        asked.introduceAgain(answer);
        asked.setSoTimeout(config.getSocketTimeoutMillis());
        return true;
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
