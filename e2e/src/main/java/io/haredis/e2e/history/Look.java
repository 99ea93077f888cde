package io.haredis.e2e.history;

import java.util.Map;

/**
 * A server's role, epoch and counters, read in one transaction.
 *
 * @param node the pod
 * @param server its run id
 * @param before just before it was asked
 * @param after just after the reply
 * @param role what it is
 * @param epoch {@code haredis:epoch}; negative if absent
 * @param counters by key; those that are absent are left out
 */
public record Look(
        String node, String server, long before, long after, Role role, long epoch, Map<String, Long> counters) {
    /** What a server says that it is. */
    public enum Role {
        MASTER,
        REPLICA,
        /** A replica of nobody. */
        FENCED
    }
}
