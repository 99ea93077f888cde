package io.haredis.operator.decide;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * No promotion precedes its record. So a node whose keys are above the record's epoch, or of no reign, which the record does
 * not count and the master does not feed, has the data of another cluster or time: a volume of an earlier one, say. It deposes
 * no master that may live, and is left alone, since to attach it would wipe it. But where a majority carries more, or a master
 * does, it may be the record that is old: every process begins fenced.
 */
public final class AnotherEra {
    private AnotherEra() {}

    /** Their names. */
    static Set<String> nodes(Snapshot snapshot, MasterRecord record) {
        List<String> found = snapshot.all().stream()
                .filter(node -> epoch(node) > record.epoch() || record.skipped().contains(epoch(node)))
                .filter(node -> !isOfThisReign(snapshot, record, node))
                .map(NodeView::name)
                .toList();
        boolean isRecordOld = record.voters().stream()
                        .filter(found::contains)
                        .filter(name -> epoch(snapshot.node(name)) > record.epoch())
                        .count()
                >= record.majority();
        return isRecordOld ? Set.of() : Set.copyOf(found);
    }

    static Set<String> nodes(Reign reign) {
        return nodes(reign.snapshot(), reign.record());
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

    /** Of the next planned reign: above their numbers, or they would pass for some of it once it comes up to them. */
    public static long nextEpoch(Snapshot snapshot, MasterRecord record) {
        Snapshot credible = snapshot.credible(record.epoch());
        return 1
                + credible.answering(nodes(credible, record)).stream()
                        .map(node -> node.state().orElseThrow().keys())
                        .mapToLong(keys -> Math.max(keys.epochOrZero(), keys.fenceOrZero()))
                        .reduce(record.epoch(), Math::max);
    }

    /** What a person can do about it. */
    static Optional<String> sentence(Reign reign) {
        Set<String> found = nodes(reign);
        return reign.others().stream()
                .filter(node -> found.contains(node.name()))
                .findFirst()
                .map(node -> node.name() + " carries epoch " + epoch(node) + ", which no recorded reign had, up to "
                        + reign.record().epoch() + ": its data are of another cluster or time (or the record is,"
                        + " if you restored it), and it is left alone. Save what you need of them, then delete its pod and"
                        + " its volume claim");
    }

    private static long epoch(NodeView node) {
        return node.state().map(state -> state.keys().epochOrZero()).orElse(0L);
    }
}
