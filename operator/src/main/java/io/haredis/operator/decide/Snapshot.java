package io.haredis.operator.decide;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All nodes as observed now, by name. Immutable. */
public record Snapshot(SortedMap<String, NodeView> nodes) {

    /** The same without what no operator can have written into the keys. */
    public Snapshot credible(long recordEpoch) {
        TreeMap<String, NodeView> credible = new TreeMap<>();
        nodes.forEach((name, node) -> credible.put(name, node.credible(recordEpoch)));
        return new Snapshot(credible);
    }

    /**
     * The same with each process under one name. An address that the API shows of one node may be another's by now: a
     * process that answered twice would be a majority of two. It is whose the record says, of those whose pod has not ended;
     * else nobody's, until the addresses are known again.
     */
    public Snapshot distinct(@Nullable MasterRecord record) {
        Map<String, List<String>> names = new HashMap<>();
        nodes.forEach((name, node) -> node.state()
                .ifPresent(s ->
                        names.computeIfAbsent(s.runId(), r -> new ArrayList<>()).add(name)));
        names.values().removeIf(all -> all.size() == 1);
        if (names.isEmpty()) {
            return this;
        }
        TreeMap<String, NodeView> distinct = new TreeMap<>(nodes);
        names.forEach((runId, all) -> {
            List<String> living =
                    all.stream().filter(name -> !node(name).hasEnded()).toList();
            Optional<String> owner = living.stream()
                    .filter(name -> living.size() == 1 || (record != null && record.knows(name, runId)))
                    .findFirst();
            all.stream()
                    .filter(name -> owner.filter(name::equals).isEmpty())
                    .forEach(name -> distinct.computeIfPresent(
                            name,
                            (n, node) -> node.with(
                                    owner.isPresent() ? new Contact.Absent() : new Contact.Unwell("as " + all))));
        });
        return new Snapshot(distinct);
    }

    /** The same without what was measured of silences: what is true whoever did not answer. */
    public Snapshot withoutSilences() {
        TreeMap<String, NodeView> told = new TreeMap<>();
        nodes.forEach((name, node) -> told.put(name, node.withoutSilence()));
        return new Snapshot(told);
    }

    /** The node of that name; one without pod and answer if there is none. */
    public NodeView node(String name) {
        return Optional.ofNullable(nodes.get(name))
                .orElseGet(() -> new NodeView(name, null, new Contact.Absent(), Duration.ZERO));
    }

    /** All nodes that were looked at. */
    public Collection<NodeView> all() {
        return nodes.values();
    }

    /** Those of the given nodes that answer, with a state. */
    public List<NodeView> answering(Collection<String> names) {
        return names.stream().map(this::node).filter(n -> n.state().isPresent()).toList();
    }

    /** Those of the given nodes that answer and are not just reading their data: they can be detached. */
    public List<NodeView> usable(Collection<String> names) {
        return answering(names).stream()
                .filter(n -> !n.state().orElseThrow().health().loading())
                .toList();
    }

    /**
     * True if somebody carries the epoch in which the record was made: that reign has begun. If by a move, then the move is
     * over: who carries it has it from a master that had all of the old one's data.
     */
    public boolean hasBegun(MasterRecord record) {
        return states().anyMatch(s -> s.keys().epochOrZero() == record.reign());
    }

    /** The states of all that answer. */
    public Stream<NodeState> states() {
        return all().stream().flatMap(n -> n.state().stream());
    }
}
