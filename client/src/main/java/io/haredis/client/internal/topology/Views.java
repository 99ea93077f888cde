package io.haredis.client.internal.topology;

import io.haredis.client.ClientState;
import io.haredis.client.ClusterView;
import io.haredis.client.NodeView;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of the cluster, for the application. */
final class Views {
    private Views() {}

    /** As of now. */
    static ClusterView of(Roster roster, @Nullable Reign reign, boolean closed, String reason) {
        List<NodeView> views = roster.nodes().stream()
                .filter(Node::isOfCluster)
                .map(Node::view)
                .toList();
        Node master = reign == null ? null : roster.find(reign.address());
        return new ClusterView(
                closed ? ClientState.CLOSED : state(reign, master),
                reign == null ? null : reign.epoch(),
                master == null ? null : master.view(),
                views,
                reign != null && reign.isUsable() ? "" : reason);
    }

    /** What each node said, in words. */
    static String troubles(Roster roster) {
        return roster.nodes().stream()
                .map(n -> n.address + ": "
                        + (n.report == null || n.stale ? n.trouble : n.report.master() ? "master" : "replica"))
                .collect(Collectors.joining("; "));
    }

    private static ClientState state(@Nullable Reign reign, @Nullable Node master) {
        if (reign == null) {
            return ClientState.CONNECTING;
        }
        if (reign.isUsable()) {
            return ClientState.READY;
        }
        return master != null && master.failures == 0 ? ClientState.SUSPECT : ClientState.WAITING;
    }
}
