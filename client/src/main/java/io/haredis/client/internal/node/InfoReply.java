package io.haredis.client.internal.node;

import io.haredis.client.internal.node.NodeReport.Replica;
import io.haredis.protocol.ServerInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** What a node says of itself in the sections {@code server} and {@code replication} of INFO. */
public record InfoReply(ServerInfo info) {
    /** Operators point fenced nodes at this port of themselves: they follow nobody. */
    private static final int NOBODY = 1;

    /** Reads these sections. */
    public static InfoReply of(String text) {
        return new InfoReply(ServerInfo.of(text));
    }

    /** The process' id, empty if not said. */
    public String runId() {
        return info.text("run_id");
    }

    /** True if the node calls itself master. */
    public boolean isMaster() {
        return info.isMaster();
    }

    /** The whole of it, with the epoch from elsewhere. */
    public NodeReport report(HostAndPort address, @Nullable Long epoch) {
        boolean loading = info.flag("loading") || info.flag("master_sync_in_progress");
        return new NodeReport(
                address,
                runId(),
                isMaster(),
                follows(),
                info.text("master_link_status").equals("up"),
                loading,
                info.lineage(),
                epoch,
                replicas());
    }

    private @Nullable HostAndPort follows() {
        String host = info.text("master_host");
        int port = (int) info.number("master_port", 0);
        return isMaster() || host.isEmpty() || port <= NOBODY ? null : new HostAndPort(host, port);
    }

    private List<Replica> replicas() {
        return info.followers().stream()
                .map(f -> new Replica(new HostAndPort(f.host(), f.port()), f.online(), f.offset()))
                .toList();
    }
}
