package io.haredis.client;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * A node as it described itself when it was last asked. Immutable.
 *
 * @param address where it is reached
 * @param role what it called itself
 * @param runId its process, empty while it does not answer
 * @param epoch the reign that its data knows, null if none
 * @param linkUp of a replica: true if its link to its master is up
 * @param offset bytes of the replication stream that it has
 * @param trouble why it does not answer, empty if it does
 */
public record NodeView(
        HostAndPort address,
        Role role,
        String runId,
        @Nullable Long epoch,
        boolean linkUp,
        long offset,
        String trouble) {
    /** A node's role. */
    public enum Role {
        /** Takes writes. */
        MASTER,
        /** Follows a master, or nobody. */
        REPLICA,
        /** Does not answer. */
        UNKNOWN
    }
}
