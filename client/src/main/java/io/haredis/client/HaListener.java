package io.haredis.client;

import redis.clients.jedis.HostAndPort;

/**
 * Told of what happens to the cluster. Called one at a time on a thread of the client's own; a slow listener misses the
 * oldest events, never holds up a command. Exceptions are logged.
 */
public interface HaListener {
    /** What made a client look. */
    enum Source {
        /** An announcement on the gossip channel. */
        GOSSIP,
        /** A regular question to a node. */
        PROBE,
        /** An error that a command or a connection met. */
        ERROR
    }

    /** Another master, another process of it, or another reign of the same; also the first one found. */
    default void masterChanged(ClusterView before, ClusterView after, Source source) {}

    /** Something spoke against the master; calls wait until it is confirmed or another one is found. */
    default void masterSuspected(HostAndPort master, String reason) {}

    /** The master still is master. */
    default void masterConfirmed(HostAndPort master) {}

    /** A node answers (again). */
    default void nodeUp(HostAndPort node) {}

    /** A node that answered does not answer any more. */
    default void nodeDown(HostAndPort node, String reason) {}

    /** Messages come another way than before, see {@link MessageListener#onMoved}; also for subscriptions by {@code JedisPubSub}. */
    default void subscriptionMoved(SubscriptionMove move) {}
}
