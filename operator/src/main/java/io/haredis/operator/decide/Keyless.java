package io.haredis.operator.decide;

import io.haredis.protocol.Rule;

/**
 * A server without our keys makes the guard blind: nothing on it says which reign it belongs to. An application can bring
 * that about at any time (FLUSHALL, SWAPDB, eviction).
 */
public final class Keyless {
    private Keyless() {}

    /**
     * True if the process must be fenced and stamped before anything else: it carries no epoch, and it is one that the
     * record counts, or follows or leads somebody. A new, fenced process without keys may be attached as it is.
     */
    public static boolean mustBeStamped(String node, NodeState state, MasterRecord record) {
        return Rule.KEYLESS.on()
                && state.keys().epoch() == null
                && state.keys().fenceOrZero() < record.epoch()
                && (record.counts(node, state.runId()) || !state.isFenced());
    }

    /**
     * True if the recorded process is master by this record. Without keys, its former replication id tells: it is that of
     * the data which this record chose, and no deletion of keys changes it. It has none if no replica ever followed it
     * before (Redis forgets it when it makes its first backlog): then it reigned in no other epoch that anybody followed.
     */
    public static boolean isOfThisReign(NodeState master, MasterRecord record) {
        return !Rule.KEYLESS.on()
                || master.keys().epoch() != null
                || master.lineage().formerUntil() < 0
                || master.lineage().formerId().equals(record.chosen().replicationId());
    }
}
