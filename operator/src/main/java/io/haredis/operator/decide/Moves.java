package io.haredis.operator.decide;

import java.util.Comparator;
import java.util.Optional;

/** Where a planned move may go. */
final class Moves {
    /** How far behind the master's offset a target may be, in bytes: what a stream carries in a few milliseconds. */
    static final long NEAR = 1_000_000;

    private Moves() {}

    /** The replica that is furthest, of those that stay, are counted and receive the stream. */
    static Optional<String> target(Policy policy, Reign reign) {
        long offset = reign.masterState().lineage().offset();
        return reign.others().stream()
                .filter(n -> policy.names().contains(n.name()))
                .filter(n ->
                        reign.record().member(n.name()).filter(Member::voter).isPresent())
                .filter(n ->
                        reign.record().counts(n.name(), n.state().orElseThrow().runId()))
                .filter(reign::isInSync)
                .filter(n -> n.pod() != null && !n.pod().leaving())
                .filter(n -> !n.state().orElseThrow().health().appendFailed())
                .filter(n -> offset - n.state().orElseThrow().lineage().offset() <= NEAR)
                .max(Comparator.comparingLong((NodeView n) ->
                                n.state().orElseThrow().lineage().offset())
                        .thenComparing(NodeView::name, Comparator.reverseOrder()))
                .map(NodeView::name);
    }
}
