package io.haredis.operator.decide;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * No promotion precedes its record. So a node whose keys are above the record's epoch, beside a master that reigns in it with
 * a majority that counts in sync, has the data of another cluster or time: a volume of an earlier one, say. It deposes nobody,
 * and is left alone, since to attach it would wipe it. Without such a majority it may be the record that is old.
 */
final class AnotherEra {
    private AnotherEra() {}

    /** Their names. */
    static Set<String> nodes(Reign reign) {
        return isBeyondDoubt(reign)
                ? reign.others().stream()
                        .filter(node -> epoch(node) > reign.record().epoch())
                        .filter(node -> !isOfThisReign(reign, node))
                        .map(NodeView::name)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** It has its keys from the master itself, of which more is to be read then; or from one before. */
    private static boolean isOfThisReign(Reign reign, NodeView node) {
        NodeState state = node.state().orElseThrow();
        return reign.isAttached(state) || reign.record().counts(node.name(), state.runId());
    }

    private static boolean isBeyondDoubt(Reign reign) {
        MasterRecord record = reign.record();
        if (reign.masterState().keys().epochOrZero() != record.epoch()) {
            return false;
        }
        List<String> voters = record.voters();
        long follow = reign.others().stream()
                .filter(node -> voters.contains(node.name()))
                .filter(node ->
                        record.counts(node.name(), node.state().orElseThrow().runId()))
                .filter(reign::isInSync)
                .count();
        return follow + 1 >= record.majority();
    }

    /** What a person can do about it. */
    static Optional<String> sentence(Reign reign) {
        Set<String> found = nodes(reign);
        return reign.others().stream()
                .filter(node -> found.contains(node.name()))
                .findFirst()
                .map(node -> node.name() + " carries epoch " + epoch(node) + ", above the record's "
                        + reign.record().epoch() + ": its data are of another cluster or time, and it is left alone."
                        + " Save what you need of them, then delete its pod and its volume claim");
    }

    private static long epoch(NodeView node) {
        return node.state().orElseThrow().keys().epochOrZero();
    }
}
