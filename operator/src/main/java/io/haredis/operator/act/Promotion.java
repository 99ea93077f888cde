package io.haredis.operator.act;

import io.haredis.operator.act.GuardedExec.Before;
import io.haredis.operator.act.GuardedExec.Change;
import io.haredis.operator.decide.Keyless;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Rule;

/**
 * Who may be promoted, by what the server says behind the WATCH. A promotion takes effect in two steps: its EXEC makes a
 * master that accepts no write yet, and only if nothing in it failed is that master opened.
 */
final class Promotion {
    private Promotion() {}

    /** Of the process that the record chose, after an election. */
    static Change ofTheChosen(Target target, MasterRecord record, int minReplicas, Before before) {
        NodeState state = before.state();
        if (state.isMaster() && state.keys().epochOrZero() == record.epoch()) {
            return Change.nothing();
        }
        if (Rule.STRICT.on() && !state.isMaster() && state.keys().epochOrZero() >= record.epoch()) {
            return Change.refuse("reigned in this epoch before and was fenced since");
        }
        if (!state.isMaster() && !state.isFenced()) {
            return Change.refuse("follows another server");
        }
        if (!state.isMaster() && Keyless.mustBeStamped(target.node(), state, record)) {
            return Change.refuse("lost its keys and is not stamped");
        }
        if (state.isMaster() && !Keyless.isOfThisReign(state, record)) {
            return Change.refuse("is master without keys, and not by this record");
        }
        if (record.chosen().isAheadOf(state.lineage())) {
            return Change.refuse("is behind the offset in the record");
        }
        return promotion(before, record, minReplicas);
    }

    /** Of a planned move's target, which still follows the fenced old master. */
    static Change ofTheTarget(MasterRecord record, int minReplicas, Lineage finalData, Before before) {
        NodeState state = before.state();
        if (state.keys().epochOrZero() >= record.epoch() && (Rule.STRICT.on() || state.isMaster())) {
            return state.isMaster() ? Change.nothing() : Change.refuse("reigned in this epoch before");
        }
        if (state.keys().epoch() == null) {
            return Change.refuse("lost its keys"); // an election stamps it first
        }
        if (state.health().appendFailed()) {
            return Change.refuse("cannot write its append-only file");
        }
        if (!state.lineage().holds(finalData.id(), finalData.offset())) {
            return Change.refuse("does not hold all that the old master wrote");
        }
        return promotion(before, record, minReplicas);
    }

    /** True if it reigns by this record, and is no half of a master. */
    static boolean isOver(MasterRecord record, Before before) {
        Long key = before.state().keys().epoch();
        return before.state().isMaster()
                && Keyless.isOfThisReign(before.state(), record)
                && (key == null || key == record.epoch());
    }

    private static Change promotion(Before before, MasterRecord record, int minReplicas) {
        return Change.opening(
                RoleCommands.promotion(before, record),
                RoleChanges.mustLift(before.state()),
                new Opening(RoleCommands.minReplicas(minReplicas), record.epoch()));
    }
}
