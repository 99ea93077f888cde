package io.haredis.operator.decide;

import io.haredis.protocol.Skipped;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who is of another cluster or time, once more, for {@link Invariants}. */
final class NaiveStrangers {
    private NaiveStrangers() {}

    /** The same without those to whom no promotion of this cluster can have given a number above the record's. */
    static Snapshot without(Snapshot snapshot, MasterRecord record) {
        TreeMap<String, NodeView> ours = new TreeMap<>(snapshot.nodes());
        int strange = 0;
        for (NodeView node : snapshot.all()) {
            if (node.contact() instanceof Contact.Answers a
                    && isOfNoReign(a.state().keys().epochOrZero(), record)
                    && !a.state().isMaster()
                    && !record.counts(node.name(), a.state().runId())
                    && !isFed(snapshot.node(record.holder()).pod(), a.state())) {
                ours.remove(node.name());
                boolean isLater = a.state().keys().epochOrZero() > record.epoch();
                strange += isLater && record.voters().contains(node.name()) ? 1 : 0;
            }
        }
        return 2 * strange > record.voters().size() ? snapshot : new Snapshot(ours);
    }

    private static boolean isOfNoReign(long epoch, MasterRecord record) {
        boolean passed = false;
        for (Skipped.Span span : record.skipped().spans()) {
            passed |= span.from() <= epoch && epoch <= span.to();
        }
        return passed || epoch > record.epoch();
    }

    private static boolean isFed(@Nullable PodView master, NodeState state) {
        return state.isLinkUp() && master != null && state.follows(String.valueOf(master.ip()), PodView.PORT);
    }
}
