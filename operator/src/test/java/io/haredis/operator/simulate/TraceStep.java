package io.haredis.operator.simulate;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One step of a recording, as {@code docs/spec/README.md} has it.
 *
 * @param what the effect
 * @param operator whose it is, "-" for nobody's
 * @param node the server concerned
 * @param record what the record shows after it, in TLA+
 * @param nodes what servers show after it, in TLA+
 */
record TraceStep(
        String what,
        String operator,
        String node,
        SortedMap<String, String> record,
        SortedMap<String, SortedMap<String, String>> nodes) {
    static final String NOBODY = "-";

    /** In TLA+. */
    String text() {
        String servers = nodes.entrySet().stream()
                .map(e -> quoted(e.getKey()) + " :> " + fields(e.getValue()))
                .collect(Collectors.joining(" @@ "));
        return "[do |-> " + quoted(what) + ", op |-> " + quoted(operator) + ", node |-> " + quoted(node) + ", rec |-> "
                + fields(record) + ",\n   nodes |-> " + (servers.isEmpty() ? "<<>>" : servers) + "]";
    }

    /** The same with another value of what the server itself shows. */
    TraceStep showing(String field, String value) {
        SortedMap<String, SortedMap<String, String>> changed = new TreeMap<>(nodes);
        SortedMap<String, String> shown = new TreeMap<>(nodes.get(node));
        shown.put(field, value);
        changed.put(node, shown);
        return new TraceStep(what, operator, node, record, changed);
    }

    /** The same with another value in the record. */
    TraceStep recording(String field, String value) {
        SortedMap<String, String> changed = new TreeMap<>(record);
        changed.put(field, value);
        return new TraceStep(what, operator, node, changed, nodes);
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String fields(Map<String, String> fields) {
        return fields.isEmpty()
                ? "<<>>"
                : fields.entrySet().stream()
                        .map(e -> e.getKey() + " |-> " + e.getValue())
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
