package io.haredis.client;

import io.haredis.client.internal.HaCore;
import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.UnifiedJedis;

/**
 * A Redis client that is pointed at a cluster and then forgotten: Jedis' own commands, sent to whichever node is master,
 * waiting through failovers, repeated where that is harmless.
 *
 * <p>Each call ends by its deadline: with its reply; with {@link HaUnavailableException} if it has certainly not been
 * executed; with {@link HaUnknownOutcomeException} if it may have been. Both are {@code JedisConnectionException}s.
 *
 * <p>Thread-safe; one instance for an application. Close it when done.
 */
public final class HaRedisClient extends UnifiedJedis {
    private final HaCore core;

    HaRedisClient(HaCore core) {
        super(core.executor(), core.provider(), core.settings().connector().config(), null);
        this.core = core;
    }

    /**
     * A client with default settings. Returns at once; the first call waits until a master is known.
     *
     * @param nodes any of the cluster's addresses: {@code host:port}, {@code host}, {@code port}; several may stand in one
     *     text, separated by commas. Or one {@code haredis://} URI, see {@link #create(URI)}
     */
    public static HaRedisClient create(String... nodes) {
        return builder().nodes(nodes).build();
    }

    /** A client by {@code haredis[s]://[user[:password]@]host[:port][,host[:port]...][/database]}; {@code s} is for TLS. */
    public static HaRedisClient create(URI uri) {
        return builder().uri(uri.toString()).build();
    }

    /** For everything that can be set. */
    public static HaRedisClientBuilder builder() {
        return new HaRedisClientBuilder();
    }

    @Override
    public Pipeline pipelined() {
        return (Pipeline) super.pipelined();
    }

    @Override
    public Transaction multi() {
        return (Transaction) super.multi();
    }

    @Override
    public Transaction transaction(boolean doMulti) {
        return (Transaction) super.transaction(doMulti);
    }

    /** The cluster as this client sees it now: a snapshot, cheap to ask for. */
    public ClusterView view() {
        return core.view();
    }

    /** What has been counted so far. */
    public HaMetrics metrics() {
        return core.metrics();
    }

    /**
     * Waits until a master is known, so that the next call need not.
     *
     * @return false if none was found in time
     */
    public boolean awaitReady(Duration atMost) {
        return core.awaitReady(atMost);
    }

    /** Closes all connections and ends all threads and all waiting calls. Idempotent. */
    @Override
    public void close() {
        core.close();
    }
}
