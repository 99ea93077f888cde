package io.haredis.client;

import io.haredis.client.internal.HaCore;
import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
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
    private final HaRedisClient master;
    private final HaRedisClient slaveOk;
    private final boolean isView;

    /** The client itself, and its views. */
    HaRedisClient(HaCore core, boolean slaveOk) {
        super(
                core.executor(slaveOk),
                core.provider(),
                core.settings().connector().config(),
                null);
        this.core = core;
        this.isView = false;
        this.master = slaveOk ? new HaRedisClient(this, false) : this;
        this.slaveOk = slaveOk ? this : new HaRedisClient(this, true);
    }

    private HaRedisClient(HaRedisClient client, boolean slaveOk) {
        super(
                client.core.executor(slaveOk),
                client.core.provider(),
                client.core.settings().connector().config(),
                null);
        this.core = client.core;
        this.isView = true;
        this.master = slaveOk ? client : this;
        this.slaveOk = slaveOk ? this : client;
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

    /**
     * The same client, with its reads going to replicas: each single command that only reads and does not block ({@code SCAN}
     * and the like excepted, whose cursors belong to one node). Everything else, pipelines and transactions too, goes to the
     * master, and so does a read that no replica within {@link HaRedisClientBuilder#maxReplicaLag} answers. What was just
     * written may not be seen yet. Shares everything with this client; always the same object.
     */
    public HaRedisClient slaveOk() {
        return slaveOk;
    }

    /** {@link #slaveOk()}, or {@link #master()}. */
    public HaRedisClient slaveOk(boolean ok) {
        return ok ? slaveOk : master;
    }

    /** The same client, with everything going to the master: what a client is without {@code autoSlaveOk}. */
    public HaRedisClient master() {
        return master;
    }

    /**
     * Subscribes a listener. Returns at once; {@link Subscription#awaitSubscribed} waits. Messages come from a replica that is in
     * the master's stream, keyspace notifications ({@code __key...}) from the master; they go on coming through failovers.
     *
     * @throws HaUnavailableException if the client is closed
     */
    public Subscription subscribe(MessageListener listener, String... channels) {
        Subscription subscription = core.subscriptions().listen(listener);
        subscription.subscribe(channels);
        return subscription;
    }

    /** The same with patterns. */
    public Subscription psubscribe(MessageListener listener, String... patterns) {
        Subscription subscription = core.subscriptions().listen(listener);
        subscription.psubscribe(patterns);
        return subscription;
    }

    /**
     * As in Jedis: blocks until everything is unsubscribed. It goes on through failovers, without a second
     * {@code onSubscribe}; {@link HaListener#subscriptionMoved} tells when messages may have been missed.
     *
     * @throws HaUnavailableException if it could not be established before the deadline, or when the client is closed
     */
    @Override
    public void subscribe(JedisPubSub jedisPubSub, String... channels) {
        try (Connection connection = core.subscriptions().connection()) {
            jedisPubSub.proceed(connection, channels);
        }
    }

    /** As {@link #subscribe(JedisPubSub, String...)}, with patterns. */
    @Override
    public void psubscribe(JedisPubSub jedisPubSub, String... patterns) {
        try (Connection connection = core.subscriptions().connection()) {
            jedisPubSub.proceedWithPatterns(connection, patterns);
        }
    }

    /** As {@link #subscribe(JedisPubSub, String...)}, in bytes. */
    @Override
    public void subscribe(BinaryJedisPubSub jedisPubSub, byte[]... channels) {
        try (Connection connection = core.subscriptions().connection()) {
            jedisPubSub.proceed(connection, channels);
        }
    }

    /** As {@link #psubscribe(JedisPubSub, String...)}, in bytes. */
    @Override
    public void psubscribe(BinaryJedisPubSub jedisPubSub, byte[]... patterns) {
        try (Connection connection = core.subscriptions().connection()) {
            jedisPubSub.proceedWithPatterns(connection, patterns);
        }
    }

    /** Closes all connections and ends all threads, subscriptions and waiting calls. Idempotent. On a view it does nothing. */
    @Override
    public void close() {
        if (!isView) {
            core.close();
        }
    }
}
