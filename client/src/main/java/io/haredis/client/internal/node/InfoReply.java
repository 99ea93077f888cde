package io.haredis.client.internal.node;

import io.haredis.client.internal.node.NodeReport.Replica;
import io.haredis.protocol.Lineage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** The text that INFO answers, by key. Unknown keys are ignored: servers differ. */
public record InfoReply(Map<String, String> fields) {
    /** Operators point fenced nodes at this port of themselves: they follow nobody. */
    private static final int NOBODY = 1;

    /** Reads the sections {@code server} and {@code replication}. */
    public static InfoReply of(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
        return new InfoReply(fields);
    }

    /** The process' id, empty if not said. */
    public String runId() {
        return text("run_id");
    }

    /** True if the node calls itself master. */
    public boolean isMaster() {
        return text("role").equals("master");
    }

    /** The whole of it, with the epoch from elsewhere. */
    public NodeReport report(HostAndPort address, @Nullable Long epoch) {
        boolean loading = number("loading", 0) != 0 || number("master_sync_in_progress", 0) != 0;
        return new NodeReport(
                address,
                runId(),
                isMaster(),
                follows(),
                text("master_link_status").equals("up"),
                loading,
                lineage(),
                epoch,
                replicas());
    }

    private @Nullable HostAndPort follows() {
        String host = text("master_host");
        int port = (int) number("master_port", 0);
        return isMaster() || host.isEmpty() || port <= NOBODY ? null : new HostAndPort(host, port);
    }

    /** A replica's own offset is what it has applied, {@code slave_repl_offset}, also after its link is gone. */
    private Lineage lineage() {
        return new Lineage(
                text("master_replid"),
                text("master_replid2"),
                number("second_repl_offset", -1),
                number(isMaster() ? "master_repl_offset" : "slave_repl_offset", 0));
    }

    /** Lines {@code slaveN:ip=..,port=..,state=online,offset=..}. */
    private List<Replica> replicas() {
        List<Replica> replicas = new ArrayList<>();
        fields.forEach((key, value) -> {
            if (key.startsWith("slave") && value.startsWith("ip=")) {
                Map<String, String> parts = new HashMap<>();
                for (String part : value.split(",", -1)) {
                    int equals = part.indexOf('=');
                    if (equals > 0) {
                        parts.put(part.substring(0, equals), part.substring(equals + 1));
                    }
                }
                replicas.add(new Replica(
                        new HostAndPort(parts.getOrDefault("ip", ""), (int) parse(parts.get("port"), 0)),
                        "online".equals(parts.get("state")),
                        parse(parts.get("offset"), 0)));
            }
        });
        return replicas;
    }

    private String text(String key) {
        return fields.getOrDefault(key, "");
    }

    private long number(String key, long otherwise) {
        return parse(fields.get(key), otherwise);
    }

    private static long parse(@Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
