package io.haredis.client.internal.call;

import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.providers.ConnectionProvider;

/** What Jedis' pipelines, transactions and iterations take their connections from. Thread-safe. */
public final class Connections implements ConnectionProvider {
    private final Calls calls;
    private final RedisProtocol protocol;

    /** Connections that speak this protocol. */
    public Connections(Calls calls, RedisProtocol protocol) {
        this.calls = calls;
        this.protocol = protocol;
    }

    @Override
    public Connection getConnection() {
        return new VirtualConnection(calls, protocol);
    }

    @Override
    public Connection getConnection(CommandArguments arguments) {
        return getConnection();
    }

    @Override
    public Map<?, ?> getConnectionMap() {
        return Map.of("master", new ScanConnection(calls, protocol));
    }

    @Override
    public Map<?, ?> getPrimaryNodesConnectionMap() {
        return getConnectionMap();
    }

    @Override
    public void close() {
        // The client closes what is behind it.
    }
}
