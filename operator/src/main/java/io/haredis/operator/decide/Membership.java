package io.haredis.operator.decide;

import io.haredis.protocol.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Members and k change by one node at a time, k first on the way up and last on the way down. */
final class Membership {
    private Membership() {}

    static List<Action> changes(Policy policy, Reign reign) {
        return turningAway(policy, reign)
                .or(() -> adding(policy, reign))
                .or(() -> removing(policy, reign))
                .or(() -> settling(reign))
                .map(List::of)
                .orElse(List.of());
    }

    /** Whom somebody attached by hand before k was raised for it. Fenced it joins like any other. */
    private static Optional<Action> turningAway(Policy policy, Reign reign) {
        return reign.others().stream()
                .filter(n ->
                        isToJoin(policy, reign, n) && reign.isAttached(n.state().orElseThrow()))
                .findFirst()
                .map(n -> new Action.TurnAway(n.name(), n.state().orElseThrow().runId()));
    }

    private static boolean isToJoin(Policy policy, Reign reign, NodeView node) {
        return policy.names().contains(node.name())
                && reign.record().member(node.name()).isEmpty()
                && !AnotherEra.nodes(reign).contains(node.name());
    }

    private static Optional<Action> adding(Policy policy, Reign reign) {
        MasterRecord record = reign.record();
        if (isJoining(record) || !reign.strangers().isEmpty()) {
            return Optional.empty();
        }
        Optional<NodeView> next =
                reign.others().stream().filter(n -> isToJoin(policy, reign, n)).findFirst();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        int raised = raisedK(record);
        if (Rule.K_FIRST.on() && record.k() < raised) {
            return Optional.of(new Action.RecordK(raised));
        }
        Long written = reign.masterState().keys().quorum();
        boolean inForce = !Rule.K_FIRST.on() || (written != null && written >= raised);
        return inForce
                ? next.map(
                        n -> new Action.Know(n.name(), n.state().orElseThrow().runId()))
                : Optional.empty(); // Replicas writes it
    }

    /** k for one member more. From one to two it goes up after the sync: before, nobody could meet it. */
    private static int raisedK(MasterRecord record) {
        int members = record.voters().size();
        return members == 1 ? record.k() : (members + 1) / 2;
    }

    private static Optional<Action> removing(Policy policy, Reign reign) {
        return leavesNext(policy, reign.record()).map(reign.snapshot()::node).flatMap(n -> leave(reign.record(), n));
    }

    /** One at a time, the highest number first; nobody while the mastership has yet to be taken from one that leaves. */
    static Optional<String> leavesNext(Policy policy, MasterRecord record) {
        List<String> leaving = record.members().keySet().stream()
                .filter(n -> !policy.names().contains(n))
                .sorted(Comparator.comparingInt(String::length)
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .toList();
        return leaving.contains(record.holder())
                ? Optional.empty()
                : leaving.stream().findFirst();
    }

    /**
     * A node leaves the record only when it is seen fenced, and stamped so that no operator that
     * slept attaches it once more, which a key above the record does as well; or when its pod is gone. One that is silent could
     * come back and acknowledge.
     */
    private static Optional<Action> leave(MasterRecord record, NodeView node) {
        if (node.pod() == null) {
            return Optional.of(new Action.Forget(node.name()));
        }
        return node.state()
                .filter(s -> !s.health().loading())
                .map(s -> !Rule.DETACH_FIRST.on() || isDetachedForGood(s, record)
                        ? new Action.Forget(node.name())
                        : new Action.Release(node.name(), s.runId()));
    }

    private static boolean isDetachedForGood(NodeState state, MasterRecord record) {
        long highest = Math.max(state.keys().fenceOrZero(), state.keys().epochOrZero());
        return state.isFenced() && highest > record.epoch();
    }

    /** k goes down only when nobody but members is attached, and no other pod is left. */
    private static Optional<Action> settling(Reign reign) {
        MasterRecord record = reign.record();
        int k = record.voters().size() / 2;
        boolean strangers = !reign.strangers().isEmpty()
                || reign.snapshot().all().stream()
                        .anyMatch(
                                n -> n.pod() != null && record.member(n.name()).isEmpty());
        if (k > record.k() || (k < record.k() && !(Rule.K_LAST.on() && strangers) && !isJoining(record))) {
            return Optional.of(new Action.RecordK(k));
        }
        return Optional.empty();
    }

    private static boolean isJoining(MasterRecord record) {
        return record.voters().size() != record.members().size();
    }
}
