package io.haredis.client;

import io.haredis.client.internal.HaCore;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
 * executed; with {@link HaUnknownOutcomeException} if it may have been. Both are {@code JedisConnectionException}s. With
 * {@link Durability#QUORUM} also with {@link HaQuorumException} if it was executed and may not last. A thread that is
 * interrupted gets {@link HaInterruptedException} if its call has not been executed.
 *
 * <p>Thread-safe; one instance for an application. Close it when done.
 */
public final class HaRedisClient extends UnifiedJedis {
    private final HaCore core;
    private final View view;
    private final Map<View, HaRedisClient> views;
    private final boolean isView;

    /** What a view of the client makes of its calls. */
    private record View(boolean slaveOk, Durability durability) {}

    /** The client itself, and its views. */
    HaRedisClient(HaCore core, boolean slaveOk) {
        this(core, new View(slaveOk, core.settings().quorum().durability()), new HashMap<>(), false);
        views.put(view, this);
        for (Durability durability : Durability.values()) {
            for (boolean ok : new boolean[] {false, true}) {
                views.computeIfAbsent(new View(ok, durability), other -> new HaRedisClient(core, other, views, true));
            }
        }
    }

    private HaRedisClient(HaCore core, View view, Map<View, HaRedisClient> views, boolean isView) {
        super(
                core.executor(view.slaveOk(), view.durability()),
                core.provider(view.durability()),
                core.settings().connector().config(),
                null);
        this.core = core;
        this.view = view;
        this.views = views;
        this.isView = isView;
    }

    private HaRedisClient like(boolean slaveOk, Durability durability) {
        return Objects.requireNonNull(views.get(new View(slaveOk, durability)));
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
     * @return false if none was found in time, if the client is closed, or if too many calls wait already
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
        return like(true, view.durability());
    }

    /** {@link #slaveOk()}, or {@link #master()}. */
    public HaRedisClient slaveOk(boolean ok) {
        return like(ok, view.durability());
    }

    /** The same client, with everything going to the master: what a client is without {@code autoSlaveOk}. */
    public HaRedisClient master() {
        return like(false, view.durability());
    }

    /**
     * The same client, with its writes counting as this says: single commands, pipelines and transactions that may write, scripts
     * too. A pipeline or transaction waits once, at its end. Shares everything with this client; always the same object.
     *
     * @see HaQuorumException
     */
    public HaRedisClient durability(Durability whenWritesCount) {
        return like(view.slaveOk(), whenWritesCount);
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
