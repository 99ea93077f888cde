package io.haredis.operator.decide;

import io.haredis.operator.decide.Action.Occasion;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When the mastership is moved as planned, and where it may go. */
final class Moves {
    /** How far behind the master's offset a target may be, in bytes: what a stream carries in a few milliseconds. */
    static final long NEAR = 1_000_000;

    private Moves() {}

    /** What moves it away from a node that will not stay; else what a person asks for. */
    static Optional<Action> due(Policy policy, Reign reign) {
        NodeView master = reign.master();
        if (!policy.names().contains(master.name())) {
            return away(policy, reign, true, Occasion.SURPLUS, " leaves the cluster (replicas were reduced)");
        }
        if (master.pod() != null && master.pod().leaving()) {
            return away(policy, reign, true, Occasion.DELETED, "'s pod is being deleted");
        }
        Optional<Action> fenced = isFenced(policy, master)
                ? away(policy, reign, true, Occasion.FENCED, " is fenced by hand (" + Requests.FENCE + ")")
                : Optional.empty();
        Optional<Action> drained = isCordoned(master)
                ? away(policy, reign, false, Occasion.CORDONED, "'s Kubernetes node is cordoned")
                : Optional.empty();
        return fenced.or(() -> drained).or(() -> Switchover.asked(policy, reign));
    }

    private static Optional<Action> away(
            Policy policy, Reign reign, boolean mayBeCordoned, Occasion occasion, String why) {
        return target(policy, reign, mayBeCordoned)
                .map(target -> new Action.Move(target, reign.record().holder() + why, occasion));
    }

    /** The replica that is furthest, of those that can take over; one whose Kubernetes node stays is preferred. */
    static Optional<String> target(Policy policy, Reign reign, boolean mayBeCordoned) {
        return reign.others().stream()
                .filter(n -> obstacle(policy, reign, n).isEmpty())
                .filter(n -> mayBeCordoned || !isCordoned(n))
                .min(Comparator.comparing(Moves::isCordoned)
                        .thenComparing(Comparator.comparingLong(Moves::offset).reversed())
                        .thenComparing(NodeView::name))
                .map(NodeView::name);
    }

    /** Why the node cannot take over, empty if it can: it stays, is counted, and receives the master's stream. */
    static Optional<String> obstacle(Policy policy, Reign reign, NodeView node) {
        return Optional.ofNullable(reason(policy, reign, node));
    }

    private static @Nullable String reason(Policy policy, Reign reign, NodeView node) {
        MasterRecord record = reign.record();
        if (node.state().isEmpty() || node.pod() == null) {
            return "it does not answer";
        }
        NodeState state = node.state().get();
        if (!policy.names().contains(node.name()) || node.pod().leaving()) {
            return "its pod is leaving";
        }
        if (isFenced(policy, node)) {
            return "it is fenced by hand (" + Requests.FENCE + ")";
        }
        if (record.member(node.name()).filter(Member::voter).isEmpty() || !record.counts(node.name(), state.runId())) {
            return "it is not counted in elections (yet)";
        }
        if (!reign.isInSync(node)) {
            return "it is not in sync with the master";
        }
        if (state.health().appendFailed()) {
            return "it cannot write its append-only file";
        }
        long behind = reign.masterState().lineage().offset() - state.lineage().offset();
        return behind > NEAR ? "it is " + behind + " bytes behind the master" : null;
    }

    /** True if its Kubernetes node takes no new pods: a drain follows, as a rule. */
    static boolean isCordoned(NodeView node) {
        return node.pod() != null && node.pod().cordoned();
    }

    private static boolean isFenced(Policy policy, NodeView node) {
        return policy.requests().fenced().contains(node.name());
    }

    private static long offset(NodeView node) {
        return node.state().orElseThrow().lineage().offset();
    }
}
