package io.haredis.client.internal.replica;

import io.haredis.client.ReplicaChoice;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodePool;
import io.haredis.client.internal.topology.Followers;
import io.haredis.client.internal.topology.Followers.Follower;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The replicas that may be read from, in the order in which a read should try them. Thread-safe. */
public final class Replicas implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    private final Settings settings;
    private final Followers followers;
    private final Consumer<NodeConnection> onOpen;
    private final Map<String, ReplicaPool> pools = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean closed;

    /** Of this followers; {@code onOpen} gets each new connection before anybody else. */
    public Replicas(Settings settings, Followers followers, Consumer<NodeConnection> onOpen) {
        this.settings = settings;
        this.followers = followers;
        this.onOpen = onOpen;
        followers.onChange(this::closeUnfit);
    }

    /** Those that are fit now, best first; empty if none is, or the client is closed. */
    public List<ReplicaPool> inOrder() {
        List<Follower> fit = new ArrayList<>();
        for (Follower replica : followers.all()) {
            if (followers.isReadable(replica)) {
                fit.add(replica);
            }
        }
        if (settings.replicas().choice() == ReplicaChoice.ROUND_ROBIN) {
            Collections.rotate(fit, -Math.floorMod(turn.getAndIncrement(), Math.max(1, fit.size())));
        } else {
            Collections.shuffle(fit, ThreadLocalRandom.current());
        }
        if (settings.replicas().choice() == ReplicaChoice.LEAST_LAG) {
            fit.sort(Comparator.comparingLong(Follower::behind));
        }
        List<ReplicaPool> order = new ArrayList<>(fit.size());
        for (Follower replica : fit) {
            ReplicaPool pool = pool(replica);
            if (!closed && !pool.isDoubted(replica)) {
                order.add(pool);
            }
        }
        return order;
    }

    private ReplicaPool pool(Follower replica) {
        ReplicaPool pool = pools.get(replica.report().runId());
        return pool != null && pool.serves(replica)
                ? pool
                : pools.compute(
                        replica.report().runId(),
                        (process, present) -> present != null && present.serves(replica) ? present : open(replica));
    }

    private ReplicaPool open(Follower replica) {
        return new ReplicaPool(replica, new NodePool(born -> connect(replica, born), settings.poolConfig()));
    }

    private NodeConnection connect(Follower replica, Consumer<NodeConnection> born) {
        NodeConnection connection = settings.connector().open(replica.address(), born);
        if (closed || !connection.introduction().runId().equals(replica.report().runId())) {
            connection.abort();
            throw new JedisConnectionException(replica.address() + " is not the process that it was");
        }
        onOpen.accept(connection);
        return connection;
    }

    /** True if what it told a moment ago counts: it may have been frozen meanwhile, and served this first. */
    public boolean isStillFit(ReplicaPool replica) {
        return followers.all().stream().anyMatch(r -> replica.isOf(r) && followers.isReadable(r));
    }

    /** It failed a read: whoever else waits for it is sent elsewhere at once. */
    public void doubt(ReplicaPool replica, String why) {
        LOG.debug("not reading from {} for now: {}", replica.address(), why);
        replica.doubt();
    }

    /** Reads that are under way would not count: they go elsewhere at once. On the control thread. */
    private void closeUnfit() {
        List<Follower> now = followers.all();
        pools.values().removeIf(pool -> {
            boolean gone = now.stream().noneMatch(r -> followers.isReadable(r) && pool.isOf(r));
            if (gone) {
                pool.pool().abandon();
            }
            return gone;
        });
    }

    @Override
    public void close() {
        closed = true;
        pools.values().forEach(pool -> pool.pool().abandon());
        pools.clear();
    }
}
