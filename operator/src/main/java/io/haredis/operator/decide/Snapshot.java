package io.haredis.operator.decide;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All nodes as observed now, by name. Immutable. */
public record Snapshot(SortedMap<String, NodeView> nodes) {

    /** The same without what no operator can have written into the keys. */
    public Snapshot credible(long recordEpoch) {
        TreeMap<String, NodeView> credible = new TreeMap<>();
        nodes.forEach((name, node) -> credible.put(name, node.credible(recordEpoch)));
        return new Snapshot(credible);
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

    /** The states of all that answer. */
    public Stream<NodeState> states() {
        return all().stream().flatMap(n -> n.state().stream());
    }
}
