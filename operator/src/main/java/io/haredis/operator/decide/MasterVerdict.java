package io.haredis.operator.decide;

import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.MasterRecord.Raised;
import io.haredis.protocol.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When is a master dead? Three answers, not two: it reigns, nobody reigns, or we cannot know. */
final class MasterVerdict {
    /** A live master pings its replicas each second; a shorter silence of its stream says nothing. */
    static final Duration LEAST_QUIET = Duration.ofMillis(1250);

    private MasterVerdict() {}

    /** The verdict on the recorded holder, and what is to be done about it. No action where the master reigns. */
    static Decision of(Policy policy, Snapshot snapshot, MasterRecord record) {
        Decision verdict = ofHolder(policy, snapshot, record);
        return verdict.actions().contains(new Action.Elect())
                ? awaitedSource(policy, snapshot, record).orElse(verdict)
                : verdict;
    }

    /**
     * Why to wait for one who may reign on, though the record names another, or nobody, or who was chosen and may hold more
     * than all others: before anybody is detached, whatever the election is held for.
     */
    static Optional<Decision> awaited(Policy policy, Snapshot snapshot, MasterRecord record) {
        return awaitedFormer(policy, snapshot, record)
                .or(() -> awaitedChosen(policy, snapshot, record))
                .or(() -> awaitedSource(policy, snapshot, record));
    }

    /** Who was chosen, answers errors alone, and was not seen to reign: what it holds nobody can tell. */
    private static Optional<Decision> awaitedChosen(Policy policy, Snapshot snapshot, MasterRecord record) {
        return isUnwellAndHasYetToReign(snapshot, record)
                ? awaited(policy, snapshot, record, record.holder(), "which was chosen and which nobody saw reign")
                : Optional.empty();
    }

    /** The process that a raised record names no more. */
    private static Optional<Decision> awaitedFormer(Policy policy, Snapshot snapshot, MasterRecord record) {
        boolean isFormer = Rule.REIGNING.on()
                && record.chosen().runId().isEmpty()
                && !record.process().isEmpty();
        return isFormer
                ? awaited(policy, snapshot, record, record.holder(), "which the record named before it was raised")
                : Optional.empty();
    }

    /**
     * The source of a planned move that is not over (rule "moveSource"): it may reign on, and then it alone has all. One late
     * answer does not depose it, whatever became of the target.
     */
    private static Optional<Decision> awaitedSource(Policy policy, Snapshot snapshot, MasterRecord record) {
        if (!Rule.MOVE_SOURCE.on() || snapshot.hasBegun(record)) {
            return Optional.empty();
        }
        return record.move()
                .filter(move -> record.voters().contains(move.from()))
                .flatMap(move -> awaited(policy, snapshot, record, move.from(), "the master before the move"));
    }

    private static Decision ofHolder(Policy policy, Snapshot snapshot, MasterRecord record) {
        NodeView holder = snapshot.node(record.holder());
        if (record.chosen().runId().isEmpty()) {
            return awaitedFormer(policy, snapshot, record)
                    .orElseGet(() -> lost(snapshot, record, "the record names no master", new Action.Elect()));
        }
        if (holder.contact() instanceof Contact.Unwell u && isUnwellAndHasYetToReign(snapshot, record)) {
            return awaitedChosen(policy, snapshot, record)
                    .orElseGet(() -> lost(
                            snapshot,
                            record,
                            holder.name() + " answers " + u.code() + ", and what it may hold is given up",
                            new Action.Elect()));
        }
        return holder.contact() instanceof Contact.Answers a
                ? answering(snapshot, record, a.state())
                : unanswered(policy, snapshot, record, holder);
    }

    /** A majority answers and has nothing of the recorded reign. A record that was raised under its master saw it reign. */
    private static boolean isUnwellAndHasYetToReign(Snapshot snapshot, MasterRecord record) {
        return !record.chosen().runId().isEmpty()
                && snapshot.node(record.holder()).contact() instanceof Contact.Unwell
                && !(record.origin() instanceof Raised)
                && !snapshot.hasBegun(record)
                && snapshot.usable(record.voters()).size() >= record.majority();
    }

    /**
     * Why to wait for a node; empty if it answers, or is certain to be gone, or a person wants to do without it: who answers
     * errors alone is theirs to give up.
     */
    private static Optional<Decision> awaited(
            Policy policy, Snapshot snapshot, MasterRecord record, String name, String what) {
        NodeView node = snapshot.node(name);
        return switch (node.contact()) {
            case Contact.Answers _ -> Optional.empty();
            case Contact.Unwell u ->
                policy.requests().acceptsLossIn(record.epoch())
                        ? Optional.empty()
                        : Optional.of(Decision.wait(
                                Verdict.AT_RISK,
                                name + ", " + what + ", answers " + u.code() + " and nothing else"
                                        + policy.requests().choice(name, record)));
            default ->
                Optional.of(unanswered(policy, snapshot, record, node))
                        .filter(decision -> decision.verdict().isSilence());
        };
    }

    /** What to make of a master, or of one whose mastership is on the move, that does not answer. */
    private static Decision unanswered(Policy policy, Snapshot snapshot, MasterRecord record, NodeView node) {
        return switch (node.contact()) {
            case Contact.Answers _ -> throw new IllegalArgumentException(node.name());
            case Contact.Unwell u ->
                Decision.wait(
                        Verdict.UNWELL, node.name() + " lives but answers " + u.code() + "; no failover on that alone");
            case Contact.Refused r -> gone(policy, snapshot, record, node.name(), "refuses connections", r.since());
            case Contact.Absent _ -> gone(policy, snapshot, record, node.name(), "has no running pod", Duration.ZERO);
            case Contact.Silent s ->
                node.hasEnded()
                        ? gone(policy, snapshot, record, node.name(), "is reported gone", s.since())
                        : silent(policy, snapshot, record, node.name(), s.since());
        };
    }

    private static Decision answering(Snapshot snapshot, MasterRecord record, NodeState state) {
        String name = record.holder();
        if (Rule.RUN_ID.on() && !state.runId().equals(record.chosen().runId())) {
            return lost(snapshot, record, name + " was restarted and is fenced", new Action.Elect());
        }
        if (state.isMaster()) {
            Long key = state.keys().epoch();
            if (!Keyless.isOfThisReign(state, record)) {
                // Somebody made it replica and master by hand, and its keys are gone: nobody may write them anew there.
                return lost(
                        snapshot, record, name + " is master without keys, and not by the record", new Action.Elect());
            }
            if (key == null || key == record.epoch()) {
                return Decision.wait(Verdict.REIGNS, name + " reigns in epoch " + record.epoch());
            }
            return lost(snapshot, record, name + " is half promoted", resume(snapshot, record, state));
        }
        return lost(
                snapshot,
                record,
                name + (state.isFenced() ? " is fenced" : " follows another server") + ": nobody reigns",
                resume(snapshot, record, state));
    }

    /** Finish what another operator began, or elect. */
    private static Action resume(Snapshot snapshot, MasterRecord record, NodeState holder) {
        boolean promotedBefore =
                Rule.STRICT.on() && !holder.isMaster() && holder.keys().epochOrZero() >= record.epoch();
        boolean lostKeys = holder.keys().epoch() == null
                && record.counts(record.holder(), holder.runId())
                && holder.keys().fenceOrZero() < record.epoch();
        if (promotedBefore || lostKeys || record.chosen().isAheadOf(holder.lineage())) {
            return new Action.Elect();
        }
        return switch (Rule.MOVE_KIND.on() ? record.origin() : new Elected()) {
            case Elected _, Raised _ ->
                holder.isFenced() || holder.isMaster() ? new Action.Finish() : new Action.Elect();
            case Moved m ->
                snapshot.node(m.from()).isProcess(m.fromRunId()) ? new Action.ContinueMove() : new Action.Elect();
        };
    }

    /** A refusal alone may be a firewall: as long as a replica hears the master it lives. */
    private static Decision gone(
            Policy policy, Snapshot snapshot, MasterRecord record, String name, String what, Duration since) {
        Duration window = window(policy);
        List<String> hearing = replicas(snapshot, record, name).stream()
                .filter(n -> n.state().filter(NodeState::isLinkUp).isPresent())
                .filter(n -> n.streamQuiet().compareTo(window) < 0)
                .map(NodeView::name)
                .toList();
        if (hearing.isEmpty()) {
            return lost(snapshot, record, name + " " + what + " and no replica hears it", new Action.Elect());
        }
        String sentence = name + " " + what + ", but " + String.join(", ", hearing) + " may still hear it: no failover";
        return since.compareTo(policy.timeout()) < 0
                ? Decision.wait(Verdict.SUSPECT, sentence)
                : Decision.wait(Verdict.UNREACHABLE_BY_OPERATOR, sentence);
    }

    private static Decision silent(Policy policy, Snapshot snapshot, MasterRecord record, String name, Duration since) {
        Duration window = window(policy);
        boolean quiet = replicas(snapshot, record, name).stream()
                .allMatch(n -> n.streamQuiet().compareTo(window) >= 0);
        if (since.compareTo(policy.timeout()) < 0) {
            return Decision.wait(Verdict.SUSPECT, name + " has not answered for a moment");
        }
        if (quiet) {
            return lost(
                    snapshot,
                    record,
                    name + " has been silent for " + policy.timeout().toMillis()
                            + " ms, and so has its replication stream",
                    new Action.Elect());
        }
        return since.compareTo(policy.timeout().plus(window.multipliedBy(2))) < 0
                ? Decision.wait(Verdict.SUSPECT, name + " is silent, its replication stream was not until just now")
                : Decision.wait(
                        Verdict.UNREACHABLE_BY_OPERATOR,
                        name + " is silent to the operator, but its replicas hear it: no failover");
    }

    private static Duration window(Policy policy) {
        return policy.timeout().compareTo(LEAST_QUIET) > 0 ? policy.timeout() : LEAST_QUIET;
    }

    /** Nobody is elected without the answers of a majority of the configured nodes. */
    private static Decision lost(Snapshot snapshot, MasterRecord record, String sentence, Action action) {
        int answering = snapshot.usable(record.voters()).size();
        if (answering < record.majority()) {
            return Decision.wait(
                    Verdict.UNKNOWN,
                    sentence + ", but only " + answering + " of "
                            + record.voters().size() + " nodes answer: waiting for a majority (" + record.majority()
                            + ")");
        }
        return Decision.of(Verdict.LOST, sentence, action);
    }

    /**
     * Who may speak for a master: those that follow it, or an address that is no other node's (the master's own may
     * be unknown by now). Who was not turned to it yet follows a master of before, and hears that one.
     */
    private static List<NodeView> replicas(Snapshot snapshot, MasterRecord record, String master) {
        List<String> elsewhere = snapshot.all().stream()
                .filter(n -> !n.name().equals(master))
                .flatMap(n -> n.host().stream())
                .toList();
        return snapshot.answering(record.voters()).stream()
                .filter(n -> !n.name().equals(master))
                .filter(n -> n.state().orElseThrow().role() instanceof Role.Replica r && !elsewhere.contains(r.host()))
                .toList();
    }
}
