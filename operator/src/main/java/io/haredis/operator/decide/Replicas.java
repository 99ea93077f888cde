package io.haredis.operator.decide;

import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Under a reigning master: every other process is known, then attached, then in sync, then counted. */
final class Replicas {
    private Replicas() {}

    /** True if it was promoted, and nothing in that failed: it only waits to be opened, before all else. */
    static boolean isClosed(Reign reign) {
        NodeState master = reign.masterState();
        return master.settings().minReplicas() == Policy.CLOSED
                && master.keys().epochOrZero() == reign.record().epoch();
    }

    static List<Action> repairs(Policy policy, Reign reign) {
        List<Action> actions = new ArrayList<>();
        Optional<String> leaves = Membership.leavesNext(policy, reign.record());
        Set<String> others = AnotherEra.nodes(reign);
        for (NodeView node : reign.others()) {
            // One that leaves later counts until then among those who must hold the data.
            boolean stays = leaves.filter(node.name()::equals).isEmpty();
            if (stays
                    && reign.record().member(node.name()).isPresent()
                    && !others.contains(node.name())
                    && !isFresherThanMaster(reign, node)) {
                repair(policy, reign, node).ifPresent(actions::add);
            }
        }
        NodeState master = reign.masterState();
        Long quorum = master.keys().quorum();
        if (master.keys().epoch() == null
                || quorum == null
                || quorum < reign.record().k()) {
            actions.add(new Action.WriteKeys(reign.record().k()));
        }
        int wanted = policy.minReplicas(reign.record());
        NodeState.Settings now = master.settings();
        if (now.minReplicas() >= 0 && (now.minReplicas() != wanted || now.maxLag() != Policy.MAX_LAG_SECONDS)) {
            actions.add(new Action.SetMinReplicas(wanted));
        }
        return actions;
    }

    /** Only a process that the record knows is attached. */
    private static Optional<Action> repair(Policy policy, Reign reign, NodeView node) {
        NodeState state = node.state().orElseThrow();
        MasterRecord record = reign.record();
        String runId = state.runId();
        if (Rule.JOIN.on() && !record.knows(node.name(), runId)) {
            return Optional.of(new Action.Know(node.name(), runId));
        }
        if (!reign.isAttached(state)) {
            return Keyless.mustBeStamped(node.name(), state, record)
                    ? Optional.of(new Action.Stamp(node.name(), runId))
                    : attach(policy, reign, node.name(), state);
        }
        // Beside a stranger it would be believed to have what that one alone acknowledged: an earlier process of its
        // own
        // name, say, whose pod was taken away by force.
        return mayCount(reign, node) && reign.strangers().isEmpty()
                ? Optional.of(new Action.Count(node.name(), runId))
                : Optional.empty();
    }

    /** What the master does not hold is saved first. */
    private static Optional<Action> attach(Policy policy, Reign reign, String node, NodeState state) {
        return switch (Divergence.copy(state, reign.masterState().lineage(), reign.record(), policy.volumes())) {
            case NOT_NEEDED, OVER -> Optional.of(new Action.Attach(node, state.runId()));
            case FENCE_FIRST -> Optional.of(new Action.Fence(node, state.runId()));
            case TO_BE_MADE -> Optional.of(new Action.SaveCopy(node, state.runId()));
            case UNDER_WAY -> Optional.empty();
        };
    }

    /** Why a node is not attached, or not counted, and what a person can do about it; empty if there is none. */
    static Optional<String> aside(Reign reign) {
        return AnotherEra.sentence(reign).or(() -> fresherThanMaster(reign)).or(() -> besideAStranger(reign));
    }

    private static Optional<String> besideAStranger(Reign reign) {
        return reign.strangers().stream()
                .findFirst()
                .flatMap(stranger -> reign.others().stream()
                        .filter(node -> reign.record().member(node.name()).isPresent() && mayCount(reign, node))
                        .findFirst()
                        .map(node -> node.name() + " is in sync and does not count yet, because "
                                + reign.record().holder() + " also feeds " + stranger
                                + ", which is no node of this cluster: what that one alone has would be taken for replicated."
                                + " End that replica"));
    }

    private static boolean mayCount(Reign reign, NodeView node) {
        String runId = node.state().orElseThrow().runId();
        return !reign.record().counts(node.name(), runId) && reign.isInSync(node);
    }

    /** A node that holds more than the master, in data the master does not know, is never attached to it. */
    private static Optional<String> fresherThanMaster(Reign reign) {
        return reign.others().stream()
                .filter(n -> isFresherThanMaster(reign, n))
                .map(n -> n.name() + " holds data that is fresher than the master's; it is left alone, because "
                        + "attaching it would wipe them")
                .findFirst();
    }

    private static boolean isFresherThanMaster(Reign reign, NodeView node) {
        NodeState state = node.state().orElseThrow();
        return !reign.isAttached(state) && Freshness.exceeds(node.name(), state, reign.masterState(), reign.record());
    }
}
