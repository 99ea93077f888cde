package io.haredis.operator.act;

import io.haredis.operator.act.MasterElection.Result.Failed;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.Decide;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.decide.Verdict;
import io.haredis.protocol.Candidate;
import io.haredis.protocol.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Without whom no election is held while they may answer: who reigned, and the source of a planned move that is not over.
 * What they acknowledged last, they alone may hold. Every question is answered by why there is no election, or by nothing.
 */
final class Indispensable {
    private final MasterRecord record;
    private final Snapshot snapshot;
    private final Policy policy;
    private final Detachment detachment;
    private final boolean hasBegun;
    /** The planned move that is not over. */
    private final @Nullable Moved move;

    Indispensable(MasterRecord record, Snapshot snapshot, Policy policy, Detachment detachment) {
        this.record = record;
        this.snapshot = snapshot;
        this.policy = policy;
        this.detachment = detachment;
        this.hasBegun = snapshot.credible(record.epoch()).hasBegun(record);
        this.move = hasBegun ? null : record.move().orElse(null);
    }

    /** To be asked before anybody is detached: one who may reign on does not answer. */
    Optional<Failed> awaited() {
        return Decide.awaited(policy, snapshot, record)
                .map(wait -> new Failed(wait.sentence(), wait.verdict() == Verdict.AT_RISK));
    }

    /** Detaches who reigns, before all others. It was not lost, somebody's stamp asked for this election. */
    Optional<Failed> detachReigning() {
        if (!Rule.REIGNING.on() || !Decide.hasReigned(snapshot, record)) {
            return Optional.empty();
        }
        NodeView master = snapshot.node(record.holder());
        detachment.detach(List.of(master), record.epoch());
        return detachment.contains(master.name()) || detachment.isUnfit(master)
                ? Optional.empty()
                : Optional.of(new Failed(
                        master.name() + " answers, has reigned and could not be detached" + detachment.refusals(),
                        false));
    }

    /** A move that fails loses nothing: the source, which has all, must be among the detached if it answers. */
    Optional<Failed> sourceNotDetached() {
        if (move == null || !isSourceMissing(move) || isSourceGivenUp(move)) {
            return Optional.empty();
        }
        boolean unfit = detachment.isUnfit(snapshot.node(move.from()));
        return Optional.of(new Failed(
                move.from() + ", the master before the move, could not be detached" + detachment.refusals()
                        + (unfit ? policy.requests().choice(move.from(), record) : ""),
                unfit));
    }

    /**
     * Another operator finished what this one saw unfinished: it touched the holder in the same moment, or some of those
     * detached hold the reign's key already. Who has it first must take part while it answers; the next
     * look shows whether it does.
     */
    Optional<Failed> promotedSince(List<Candidate> candidates) {
        NodeView holder = snapshot.node(record.holder());
        boolean answers = holder.isProcess(record.process())
                && !holder.state().map(s -> s.health().loading()).orElse(true)
                && !detachment.contains(holder.name())
                && !detachment.isUnfit(holder);
        boolean begun =
                candidates.stream().anyMatch(c -> record.isEpochOfReign(c.keys().epochOrZero()));
        boolean promoted = answers && (begun || detachment.wasOvertakenAt(holder.name()));
        boolean begunSince =
                !hasBegun && candidates.stream().anyMatch(c -> c.keys().epochOrZero() == record.reign());
        return Rule.REIGNING.on() && (promoted || begunSince)
                ? Optional.of(
                        new Failed("another operator is at work on " + record.holder() + ": looking again", false))
                : Optional.empty();
    }

    /** What a person gave up, for the log: what nodes may hold that answer errors alone; empty if nothing was. */
    String givenUp() {
        boolean isHolderAwaited = record.chosen().runId().isEmpty() || !hasBegun;
        String names = Stream.concat(
                        Stream.of(record.holder()).filter(holder -> isHolderAwaited && isUnwellAndGivenUp(holder)),
                        Stream.ofNullable(move)
                                .filter(m -> isSourceMissing(m) || isUnwellAndGivenUp(m.from()))
                                .map(Moved::from))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "; the loss was accepted: " + names + " may hold more";
    }

    private boolean isUnwellAndGivenUp(String name) {
        return snapshot.node(name).contact() instanceof Contact.Unwell
                && policy.requests().acceptsLossIn(record.epoch());
    }

    private boolean isSourceMissing(Moved of) {
        return Rule.MOVE_SOURCE.on()
                && record.voters().contains(of.from())
                && snapshot.node(of.from()).isProcess(of.fromRunId())
                && !detachment.contains(of.from());
    }

    private boolean isSourceGivenUp(Moved of) {
        return detachment.isUnfit(snapshot.node(of.from())) && policy.acceptsLossIn(record.epoch());
    }
}
