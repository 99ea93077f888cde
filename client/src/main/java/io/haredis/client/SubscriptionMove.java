package io.haredis.client;

import redis.clients.jedis.HostAndPort;

/**
 * A change in where messages come from.
 *
 * @param from the node that they came from
 * @param to the node that they come from now; the same if it goes on under another master
 * @param reason why
 * @param mayHaveMissed true if messages of the time in between may be missing. False if all have come, each once
 */
public record SubscriptionMove(HostAndPort from, HostAndPort to, Reason reason, boolean mayHaveMissed) {
    /** Why messages come another way. */
    public enum Reason {
        /** The connection ended, or was silent for too long. */
        CONNECTION_LOST,
        /** Another master reigns. */
        MASTER_CHANGED,
        /** The replica lost its master, or lags more than {@link HaRedisClientBuilder#maxReplicaLag} allows. */
        LAGGING,
        /** Back from the master to a replica. */
        RELIEVES_MASTER
    }
}
