package io.haredis.operator.act;

import io.haredis.operator.decide.NodeState;
import io.haredis.protocol.Rule;

/**
 * Until when an operator is not stale: neither the data's epoch nor the node's own stamp may be above these.
 *
 * @param epoch highest epoch that the data may carry
 * @param stamp highest epoch in whose name the node may have been detached
 */
public record Guard(long epoch, long stamp) {
    /** For changes in the name of the recorded epoch. */
    static Guard inEpoch(long epoch) {
        return new Guard(epoch, epoch);
    }

    /** For detaching in the name of the next epoch. */
    static Guard towards(long recordEpoch) {
        return new Guard(recordEpoch, recordEpoch + 1);
    }

    boolean forbids(NodeState state) {
        return state.keys().epochOrZero() > epoch
                || (Rule.STAMP.on() && state.keys().fenceOrZero() > stamp);
    }
}
