package io.haredis.operator.decide;

import io.haredis.protocol.Beat;
import io.haredis.protocol.Rule;

/** A node may hold more than the master, in data the master does not know: then it is never attached to it. */
public final class Freshness {
    private Freshness() {}

    /** False for one that counts, and for one without a beat of this reign. */
    public static boolean isPossible(String node, NodeState state, MasterRecord record) {
        Beat own = state.keys().beat();
        return Rule.FRESHER.on() && own != null && own.epoch() >= record.epoch() && !record.counts(node, state.runId());
    }

    /** A master without a beat is unknown, not older: its keys may have been deleted. */
    public static boolean exceeds(String node, NodeState state, NodeState master, MasterRecord record) {
        Beat own = state.keys().beat();
        Beat beat = master.keys().beat();
        return isPossible(node, state, record)
                && own != null
                && beat != null
                && own.compareTo(beat) > 0
                && !state.lineage().isPrefixOf(master.lineage());
    }
}
