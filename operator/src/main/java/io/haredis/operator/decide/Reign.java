package io.haredis.operator.decide;

import io.haredis.protocol.ServerInfo;
import java.util.List;
import java.util.Optional;

/** A snapshot in which the recorded master reigns. */
record Reign(Snapshot snapshot, MasterRecord record) {

    NodeView master() {
        return snapshot.node(record.holder());
    }

    NodeState masterState() {
        return master().state().orElseThrow();
    }

    String masterHost() {
        return master().host().orElseThrow();
    }

    /** All others that answer and are not just reading their data. */
    List<NodeView> others() {
        return snapshot.all().stream()
                .filter(n -> !n.name().equals(record.holder()))
                .filter(n -> n.state().filter(s -> !s.health().loading()).isPresent())
                .toList();
    }

    boolean isAttached(NodeState state) {
        return state.follows(masterHost(), PodView.PORT);
    }

    /** True if master and replica agree that the replica receives the stream. Link up alone is not enough. */
    boolean isInSync(NodeView node) {
        return node.state()
                        .filter(s ->
                                isAttached(s) && s.isLinkUp() && !s.health().syncing())
                        .isPresent()
                && follower(node).filter(f -> f.online() && f.offset() > 0).isPresent();
    }

    /** Hosts of servers that the master feeds at no member's address: they would acknowledge, and do not count. */
    List<String> strangers() {
        List<String> hosts = record.members().keySet().stream()
                .flatMap(n -> snapshot.node(n).host().stream())
                .toList();
        return masterState().followers().stream()
                .map(ServerInfo.Follower::host)
                .filter(host -> !hosts.contains(host))
                .toList();
    }

    Optional<ServerInfo.Follower> follower(NodeView node) {
        return node.host()
                .flatMap(host -> masterState().followers().stream()
                        .filter(f -> f.host().equals(host) && f.port() == PodView.PORT)
                        .findFirst());
    }
}
