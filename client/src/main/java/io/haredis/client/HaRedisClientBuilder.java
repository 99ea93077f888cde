package io.haredis.client;

import io.haredis.client.internal.Checks;
import io.haredis.client.internal.HaCore;
import io.haredis.client.internal.NodesUri;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.node.Addresses;
import io.haredis.client.internal.node.Connector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.builders.AbstractClientBuilder;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.search.SearchProtocol;

/**
 * Settings of a {@link HaRedisClient}. Jedis' own ({@link #clientConfig}: TLS, protocol, timeouts, database, name;
 * {@link #poolConfig}) mean what they mean there; of the pool's, idle connections are closed as others are given back, none is
 * opened by the pool ahead. Not thread-safe.
 */
public final class HaRedisClientBuilder extends AbstractClientBuilder<HaRedisClientBuilder, HaRedisClient> {
    private final List<HostAndPort> nodes = new ArrayList<>();
    private final Map<HostAndPort, RedisCredentials> credentials = new HashMap<>();
    private @Nullable NodesUri uri;
    private @Nullable RedisCredentials common;
    private int metadataDatabase = 15;
    private Duration deadline = Duration.ofSeconds(30);
    private int maxWaiting = 10_000;
    private RetryPolicy retryPolicy = RetryPolicy.SAFE;
    private Duration probeInterval = Duration.ofSeconds(2);
    private boolean autoSlaveOk;
    private ReplicaChoice replicaChoice = ReplicaChoice.RANDOM;
    private Duration maxReplicaLag = Duration.ofSeconds(10);
    private Durability durability = Durability.ASYNC;
    private boolean countWrites = true;
    private Duration quorumPatience = Duration.ofSeconds(5);
    private int subscriptionBuffer = 10_000;
    private OverflowPolicy overflowPolicy = OverflowPolicy.DROP_OLDEST;
    private final List<HaListener> listeners = new ArrayList<>();

    HaRedisClientBuilder() {}

    /**
     * Where to begin: any of the cluster's nodes, or a name that leads to them; the others are learned. {@code host:port},
     * {@code host} (port 6379) or {@code port} (127.0.0.1), several in one text separated by commas, or a
     * {@code haredis://} URI. Default: 127.0.0.1:6379.
     *
     * @throws IllegalArgumentException if one is no address
     */
    public HaRedisClientBuilder nodes(String... addresses) {
        return nodes(Arrays.asList(addresses));
    }

    /** The same, from a collection, with the same exception. */
    public HaRedisClientBuilder nodes(Iterable<String> addresses) {
        for (String address : addresses) {
            if (NodesUri.is(address)) {
                uri(address);
            } else {
                nodes.addAll(Addresses.parseAll(List.of(address)));
            }
        }
        return this;
    }

    /** One more node to begin at, with credentials of its own, null for the common ones. */
    public HaRedisClientBuilder node(HostAndPort node, @Nullable RedisCredentials own) {
        nodes.add(node);
        if (own != null) {
            credentials.put(node, own);
        }
        return this;
    }

    /**
     * {@code haredis[s]://[user[:password]@]host[:port][,host[:port]...][/database]}. User, password, database and TLS
     * override those of {@link #clientConfig}.
     *
     * @throws IllegalArgumentException if it is no such URI
     */
    public HaRedisClientBuilder uri(String text) {
        uri = NodesUri.parse(text);
        nodes.addAll(uri.nodes());
        return this;
    }

    /** The password of the user {@code default}, on all nodes without credentials of their own. */
    public HaRedisClientBuilder auth(String password) {
        return auth("default", password);
    }

    /** User and password, on all nodes without credentials of their own. Default: those of {@link #clientConfig}. */
    public HaRedisClientBuilder auth(String user, String password) {
        common = new DefaultRedisCredentials(user, password);
        return this;
    }

    /** Passwords of the user {@code default} by node ({@code host:port}); what is no address is an {@link IllegalArgumentException}. */
    public HaRedisClientBuilder auth(Map<String, String> passwords) {
        passwords.forEach((node, password) ->
                credentials.put(Addresses.parse(node), new DefaultRedisCredentials("default", password)));
        return this;
    }

    /** The database that holds the operator's epoch and the counter of writes. Default 15; a negative one is an {@link IllegalArgumentException}. */
    public HaRedisClientBuilder metadataDatabase(int database) {
        metadataDatabase = Checks.atLeast(0, database, "metadataDatabase");
        return this;
    }

    /**
     * How long a call is tried, waiting and repetitions included. It is looked at between attempts: the last one may add a
     * connect's time-out and the socket's for each reply that it waits for, a blocking command its own time. Default 30 s.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public HaRedisClientBuilder deadline(Duration time) {
        deadline = Checks.positive(time, "deadline");
        return this;
    }

    /** How many calls may wait for a master at the same time; one more fails at once. Default 10,000; below 0 is an {@link IllegalArgumentException}. */
    public HaRedisClientBuilder maxWaiting(int calls) {
        maxWaiting = Checks.atLeast(0, calls, "maxWaiting");
        return this;
    }

    /** Which commands of unknown outcome run again. Default {@link RetryPolicy#SAFE}. */
    public HaRedisClientBuilder retryPolicy(RetryPolicy policy) {
        retryPolicy = policy;
        return this;
    }

    /** How often each node is asked for its role while all is well, besides gossip and errors. Default 2 s; not positive is an {@link IllegalArgumentException}. */
    public HaRedisClientBuilder probeInterval(Duration interval) {
        probeInterval = Checks.positive(interval, "probeInterval");
        return this;
    }

    /** One more listener to tell of what happens. Default none. */
    public HaRedisClientBuilder listener(HaListener listener) {
        listeners.add(listener);
        return this;
    }

    /** True if reads go to replicas without {@link HaRedisClient#slaveOk()}. Default false. */
    public HaRedisClientBuilder autoSlaveOk(boolean auto) {
        autoSlaveOk = auto;
        return this;
    }

    /** Which replica a read goes to. Default {@link ReplicaChoice#RANDOM}. */
    public HaRedisClientBuilder replicaChoice(ReplicaChoice choice) {
        replicaChoice = choice;
        return this;
    }

    /**
     * How old the data may be that a replica answers with, and how late it may bring messages; without such a replica the master
     * is used. Default 10 s. What is known of a replica is as old as the last probe: a limit below four times the
     * {@link #probeInterval} makes probes as much more frequent.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public HaRedisClientBuilder maxReplicaLag(Duration lag) {
        maxReplicaLag = Checks.positive(lag, "maxReplicaLag");
        return this;
    }

    /** True if writes are counted in {@code haredis:opcounter}, by which restarted nodes are compared. Default true. */
    public HaRedisClientBuilder countWrites(boolean count) {
        countWrites = count;
        return this;
    }

    /** When writes count, unless {@link HaRedisClient#durability} says otherwise. Default {@link Durability#ASYNC}. */
    public HaRedisClientBuilder durability(Durability whenWritesCount) {
        durability = whenWritesCount;
        return this;
    }

    /** How long a durable write waits for its replicas, within its deadline, until {@link HaQuorumException}. Default 5 s; not positive is an {@link IllegalArgumentException}. */
    public HaRedisClientBuilder quorumPatience(Duration time) {
        quorumPatience = Checks.positive(time, "quorumPatience");
        return this;
    }

    /** How many messages may wait for one listener. Default 10,000; below 1 is an {@link IllegalArgumentException}. */
    public HaRedisClientBuilder subscriptionBuffer(int messages) {
        subscriptionBuffer = Checks.atLeast(1, messages, "subscriptionBuffer");
        return this;
    }

    /** What happens to one message more. Default {@link OverflowPolicy#DROP_OLDEST}. */
    public HaRedisClientBuilder overflowPolicy(OverflowPolicy policy) {
        overflowPolicy = policy;
        return this;
    }

    private Duration effectiveProbeInterval() {
        Duration quarter = maxReplicaLag.dividedBy(4);
        return quarter.compareTo(probeInterval) < 0 ? quarter : probeInterval;
    }

    @Override
    protected HaRedisClientBuilder self() {
        return this;
    }

    @Override
    protected void validateSpecificConfiguration() {
        if (cache != null || cacheConfig != null) {
            throw new IllegalArgumentException("client-side caching is not supported: what becomes invalid while the "
                    + "master changes would stay in the cache; use RedisClient against one server for it");
        }
        if (connectionProvider != null || commandExecutor != null) {
            throw new IllegalArgumentException("HaRedisClient brings its own connections and executor");
        }
        if (clientConfig != null && clientConfig.getAuthXManager() != null) {
            throw new IllegalArgumentException("token-based authentication is not supported: set credentialsProvider");
        }
    }

    /** The executor needs the provider's topology: both are made in {@link #createClient()}. */
    @Override
    public HaRedisClient build() {
        validateSpecificConfiguration();
        if (clientConfig == null) {
            clientConfig = createDefaultClientConfig();
        }
        return createClient();
    }

    @Override
    protected ConnectionProvider createDefaultConnectionProvider() {
        throw new UnsupportedOperationException("made with the client");
    }

    @Override
    protected HaRedisClient createClient() {
        Connector connector = new Connector(effectiveConfig(), Map.copyOf(credentials), metadataDatabase);
        List<HostAndPort> start = nodes.isEmpty() ? List.of(Addresses.parse("6379")) : List.copyOf(nodes);
        HaCore core = new HaCore(new Settings(
                start,
                connector,
                poolConfig,
                deadline,
                maxWaiting,
                retryPolicy,
                effectiveProbeInterval(),
                List.copyOf(listeners),
                new Settings.ReplicaReads(replicaChoice, maxReplicaLag),
                new Settings.Listening(subscriptionBuffer, overflowPolicy),
                new Settings.Quorum(durability, quorumPatience),
                countWrites));
        core.start();
        return new HaRedisClient(core, autoSlaveOk);
    }

    /** A protocol is always named: replies must be read the same way on all nodes, before any of them is up. */
    private JedisClientConfig effectiveConfig() {
        DefaultJedisClientConfig.Builder builder =
                DefaultJedisClientConfig.builder().from(clientConfig);
        if (clientConfig.getRedisProtocol() == null) {
            builder.protocol(clientConfig.isAutoNegotiateProtocol() ? RedisProtocol.RESP3 : RedisProtocol.RESP2);
        }
        if (uri != null) {
            uri.applyTo(builder, clientConfig);
        }
        if (common != null) {
            builder.credentials(common);
        }
        builder.connectionTimeoutMillis(Checks.connectTimeout(clientConfig.getConnectionTimeoutMillis(), deadline));
        addCommandSettings(builder);
        return builder.build();
    }

    @SuppressWarnings("deprecation") // who comes from Jedis may use them
    private void addCommandSettings(DefaultJedisClientConfig.Builder builder) {
        if (keyPreProcessor != null) {
            builder.commandKeyArgumentPreProcessor(keyPreProcessor);
        }
        if (jsonObjectMapper != null) {
            builder.jsonObjectMapper(jsonObjectMapper);
        }
        if (searchDialect != SearchProtocol.DEFAULT_DIALECT) {
            builder.searchDialect(searchDialect);
        }
    }
}
