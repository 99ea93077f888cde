package io.haredis.operator.decide;

import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether the data of a node can be done without. */
public final class Redundancy {
    private Redundancy() {}

    /** True if a reigning master and its replicas in sync, without this node, are a majority of the members. */
    public static boolean isGivenWithout(String node, Snapshot snapshot, MasterRecord record) {
        return !record.holder().equals(node)
                && holding(snapshot, record, voter -> !voter.equals(node)) >= record.majority();
    }

    /**
     * True if any one node may go, the master too: either every node has the data and counts, also those that are to
     * become members, or those that do are a majority also without one of them.
     */
    public static boolean isGivenWithoutAnyOne(Snapshot snapshot, MasterRecord record) {
        long holding = holding(snapshot, record, voter -> counts(snapshot.node(voter), record));
        return holding > 0 && (holding == everyone(snapshot, record) || holding > record.majority());
    }

    /** A reigning master and its replicas in sync, of these members; 0 if nobody reigns. */
    private static long holding(Snapshot snapshot, MasterRecord record, Predicate<String> counts) {
        if (snapshot.node(record.holder()).state().isEmpty()) {
            return 0;
        }
        Reign reign = new Reign(snapshot, record);
        long replicas = record.voters().stream()
                .filter(voter -> !voter.equals(record.holder()) && counts.test(voter))
                .filter(voter -> reign.isInSync(snapshot.node(voter)))
                .count();
        return reign.masterState().isMaster() ? 1 + replicas : 0;
    }

    /** What follows the stream may be far behind it, see ADR 25. */
    private static boolean counts(NodeView node, MasterRecord record) {
        return node.state().filter(s -> record.counts(node.name(), s.runId())).isPresent();
    }

    private static long everyone(Snapshot snapshot, MasterRecord record) {
        Stream<String> toCome = snapshot.all().stream()
                .filter(n -> n.pod() != null && !n.pod().leaving())
                .map(NodeView::name);
        return Stream.concat(toCome, record.members().keySet().stream())
                .distinct()
                .count();
    }
}
