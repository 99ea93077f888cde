package io.haredis.client.internal.node;

import io.haredis.protocol.Lineage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * What a node said of itself at one moment.
 *
 * @param address where it was asked
 * @param runId its process ({@code INFO server})
 * @param master true if it calls itself master
 * @param follows the master it follows, null for a master or a node that follows nobody
 * @param linkUp true if a replica's link to its master is up
 * @param loading true while it loads its data or is in the middle of a full sync
 * @param lineage its data
 * @param epoch the reign its data knows, null if none
 * @param replicas the replicas that a master lists
 */
public record NodeReport(
        HostAndPort address,
        String runId,
        boolean master,
        @Nullable HostAndPort follows,
        boolean linkUp,
        boolean loading,
        Lineage lineage,
        @Nullable Long epoch,
        List<Replica> replicas) {

    /**
     * A replica, as its master sees it.
     *
     * @param address where it says it is
     * @param online true if the stream flows to it
     * @param offset what it has acknowledged
     */
    public record Replica(HostAndPort address, boolean online, long offset) {}

    /** The epoch for comparisons: absent is below every epoch. */
    public long epochOrZero() {
        return epoch == null ? 0 : epoch;
    }
}
