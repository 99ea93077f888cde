package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.NodeStatus;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Role;
import io.haredis.operator.resources.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is said of each node. Pure. */
final class Nodes {
    private Nodes() {}

    /** All nodes that are wanted, recorded or seen, the numbers in order. */
    static List<NodeStatus> of(Seen seen) {
        return names(seen).stream().map(name -> of(seen, name)).toList();
    }

    /**
     * Nodes that could not write to their disk last time; a master among them refuses writes. After a save that failed only
     * if it saves by itself: without save points that was a copy, or the file for a replica.
     */
    static List<String> failingToWriteDisk(Seen seen) {
        boolean saves = ServerConfig.hasSavePoints(seen.around().cluster().getSpec());
        return seen.snapshot().all().stream()
                .filter(n -> n.state()
                        .filter(s -> s.health().appendFailed()
                                || (saves && s.health().saveFailed()))
                        .isPresent())
                .map(NodeView::name)
                .toList();
    }

    /** True if the reigning master takes no writes yet, whatever follows it. */
    static boolean isMasterClosed(Seen seen) {
        MasterRecord record = seen.record();
        return record != null
                && seen.snapshot()
                        .node(record.holder())
                        .state()
                        .filter(s -> s.isMaster() && s.settings().minReplicas() == Policy.CLOSED)
                        .isPresent();
    }

    private static List<String> names(Seen seen) {
        TreeSet<String> rest = new TreeSet<>(seen.snapshot().nodes().keySet());
        rest.addAll(seen.around().obstacles().keySet());
        MasterRecord record = seen.record();
        if (record != null) {
            rest.addAll(record.members().keySet());
        }
        List<String> names = new ArrayList<>(seen.around().wanted());
        rest.removeAll(names);
        names.addAll(rest);
        return names;
    }

    private static NodeStatus of(Seen seen, String name) {
        NodeView view = seen.snapshot().node(name);
        NodeState state = view.state().orElse(null);
        return new NodeStatus(
                name,
                seen.around().placed().get(name),
                state == null ? null : role(state.role()),
                state == null ? null : state.keys().opcounter(),
                state == null ? null : state.lineage().offset(),
                lag(seen, state),
                state == null ? null : link(state),
                state(view, seen.around().obstacles().get(name)));
    }

    private static String role(Role role) {
        return switch (role) {
            case Role.Master m -> "master";
            case Role.Fenced f -> "fenced";
            case Role.Replica r -> "replica";
        };
    }

    private static @Nullable String link(NodeState state) {
        if (!(state.role() instanceof Role.Replica replica)) {
            return null;
        }
        if (state.health().syncing()) {
            return "syncing";
        }
        return replica.linkUp() ? "up" : "down";
    }

    private static @Nullable Long lag(Seen seen, @Nullable NodeState state) {
        NodeState master = master(seen).flatMap(NodeView::state).orElse(null);
        if (state == null || master == null || !(state.role() instanceof Role.Replica)) {
            return null;
        }
        boolean comparable = state.lineage().id().equals(master.lineage().id());
        return comparable
                ? Math.max(0, master.lineage().offset() - state.lineage().offset())
                : null;
    }

    private static String state(NodeView view, @Nullable Obstacle obstacle) {
        return switch (view.contact()) {
            case Contact.Answers a -> a.state().health().loading() ? "Loading" : "Serving";
            case Contact.Unwell u -> word(u.code());
            case Contact.Refused r -> obstacle == null ? "Unreachable" : obstacle.reason();
            case Contact.Silent s -> obstacle == null ? "Unreachable" : obstacle.reason();
            case Contact.Absent a -> obstacle != null ? obstacle.reason() : view.pod() == null ? "Missing" : "Starting";
        };
    }

    private static String word(String code) {
        return code.isEmpty() ? "Unwell" : code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT);
    }

    /** The recorded master, if there is a record. */
    static Optional<NodeView> master(Seen seen) {
        MasterRecord record = seen.record();
        return record == null ? Optional.empty() : Optional.of(seen.snapshot().node(record.holder()));
    }

    /** True if the node follows the recorded master, link up and nothing left to copy. */
    static boolean isInSync(Seen seen, String name) {
        Optional<String> host = master(seen).flatMap(NodeView::host);
        return host.isPresent()
                && seen.snapshot()
                        .node(name)
                        .state()
                        .filter(s -> s.follows(host.get(), PodView.PORT))
                        .filter(s -> s.isLinkUp() && !s.health().syncing())
                        .isPresent();
    }

    /** The replicas in sync, wanted or not. */
    static List<String> inSync(Seen seen) {
        return names(seen).stream().filter(name -> isInSync(seen, name)).toList();
    }

    /** The wanted nodes that are neither the master nor in sync with it. */
    static List<String> missing(Seen seen) {
        MasterRecord record = seen.record();
        String holder = record == null ? "" : record.holder();
        return seen.around().wanted().stream()
                .filter(name -> !name.equals(holder) && !isInSync(seen, name))
                .toList();
    }
}
