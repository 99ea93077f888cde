package io.haredis.operator.report;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import java.util.List;
import java.util.stream.Collectors;

/** The nodes that are to leave and vote still: which, why, and what a person can do. Pure. */
final class Leaving {
    private Leaving() {}

    static List<String> of(Seen seen) {
        MasterRecord record = seen.record();
        return record == null
                ? List.of()
                : record.members().keySet().stream()
                        .filter(name -> !seen.around().wanted().contains(name))
                        .toList();
    }

    /** As a sentence; empty if there is none. */
    static String sentence(Seen seen) {
        String all = of(seen).stream()
                .map(name -> name + " " + why(seen, seen.snapshot().node(name)))
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? "" : "To leave, and members still: " + all + ".";
    }

    private static String why(Seen seen, NodeView node) {
        MasterRecord record = seen.record();
        if (record != null && record.holder().equals(node.name())) {
            return "is the recorded master, until another can take over";
        }
        return switch (node.contact()) {
            case Contact.Answers a -> answering(a.state());
            case Contact.Unwell u -> "answers " + u.code() + " and nothing else: mend it, or delete its pod";
            case Contact.Refused _, Contact.Silent _, Contact.Absent _ -> mute(seen, node);
        };
    }

    private static String answering(NodeState state) {
        if (state.health().appendFailed()) {
            return "cannot write its append-only file: delete its pod, or make room on its volume";
        }
        return "answers, and goes in its turn";
    }

    private static String mute(Seen seen, NodeView node) {
        if (node.pod() == null) {
            return "has no pod, and goes once enough of those who stay are in sync; until then its pod is made again";
        }
        if (node.pod().leaving()) {
            return "has a pod that is being deleted; if its Kubernetes node is lost for good, remove that node, or force"
                    + " delete the pod once its process has certainly ended";
        }
        boolean runs = !node.pod().ended()
                && node.pod().ip() != null
                && !seen.around().obstacles().containsKey(node.name());
        return runs
                ? "does not answer: mend it, or delete its pod"
                : "does not run; its pod is removed once enough of those who stay are in sync";
    }
}
