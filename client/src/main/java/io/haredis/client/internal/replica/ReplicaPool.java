package io.haredis.client.internal.replica;

import io.haredis.client.internal.node.NodePool;
import io.haredis.client.internal.topology.Followers.Follower;
import redis.clients.jedis.HostAndPort;

/** One replica process, the connections to it, and whether it is in doubt. Thread-safe. */
public final class ReplicaPool {
    private final Follower replica;
    private final NodePool pool;
    private volatile boolean doubted;
    private volatile long doubtedAt;

    ReplicaPool(Follower replica, NodePool pool) {
        this.replica = replica;
        this.pool = pool;
    }

    /** Where it is reached. */
    public HostAndPort address() {
        return replica.address();
    }

    /** Connections, each of them checked to be to this process. */
    public NodePool pool() {
        return pool;
    }

    /** It did not do what it should: who else waits for it goes elsewhere, until it has answered a later question. */
    void doubt() {
        doubtedAt = System.nanoTime();
        doubted = true;
        pool.abandon();
    }

    /** By when the replica was asked last. */
    boolean isDoubted(Follower now) {
        return doubted && now.askedAt() - doubtedAt <= 0;
    }

    /** True if it is to this process at this address, and is not to be opened anew after a doubt. */
    boolean serves(Follower now) {
        return isOf(now) && (!doubted || isDoubted(now));
    }

    boolean isOf(Follower now) {
        return replica.report().runId().equals(now.report().runId())
                && replica.address().equals(now.address());
    }
}
