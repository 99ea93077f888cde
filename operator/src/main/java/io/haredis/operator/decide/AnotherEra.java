package io.haredis.operator.decide;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * No promotion precedes its record. So a node whose keys are above the record's epoch, which the record does not count and the
 * master does not feed, has the data of another cluster or time: a volume of an earlier one, say. It deposes no master that
 * may live, and is left alone, since to attach it would wipe it. But where a majority carries more, or a master does, it may be
 * the record that is old: every process begins fenced.
 */
final class AnotherEra {
    private AnotherEra() {}

    /** Their names. */
    static Set<String> nodes(Snapshot snapshot, MasterRecord record) {
        List<NodeView> above = snapshot.all().stream()
                .filter(node -> epoch(node) > record.epoch())
                .toList();
        List<String> voters = record.voters();
        long carriers =
                above.stream().filter(node -> voters.contains(node.name())).count();
        return carriers >= record.majority()
                ? Set.of()
                : above.stream()
                        .filter(node -> !isOfThisReign(snapshot, record, node))
                        .map(NodeView::name)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** It is a master, or has its keys from it, of which more is to be read then; or from one before. */
    private static boolean isOfThisReign(Snapshot snapshot, MasterRecord record, NodeView node) {
        NodeState state = node.state().orElseThrow();
        boolean isFed = state.isLinkUp()
                && snapshot.node(record.holder())
                        .host()
                        .filter(host -> state.follows(host, PodView.PORT))
                        .isPresent();
        return isFed || state.isMaster() || record.counts(node.name(), state.runId());
    }

    /** What a person can do about it. */
    static Optional<String> sentence(Reign reign) {
        Set<String> found = nodes(reign.snapshot(), reign.record());
        return reign.others().stream()
                .filter(node -> found.contains(node.name()))
                .findFirst()
                .map(node -> node.name() + " carries epoch " + epoch(node) + ", above the record's "
                        + reign.record().epoch() + ": its data are of another cluster or time, and it is left alone."
                        + " Save what you need of them, then delete its pod and its volume claim");
    }

    private static long epoch(NodeView node) {
        return node.state().map(state -> state.keys().epochOrZero()).orElse(0L);
    }
}
