package io.haredis.operator.simulate;

import java.util.Map;

/** What INFO says of a modelled server, in Redis' own words. */
final class InfoText {
    private InfoText() {}

    static String of(Node node, String section) {
        return switch (section) {
            case "replication" -> replication(node);
            case "server" -> "# Server\r\nredis_version:8.0.3\r\nrun_id:" + node.runId() + "\r\n";
            case "persistence" ->
                "# Persistence\r\nloading:" + (node.isLoading() ? 1 : 0) + "\r\nrdb_last_bgsave_status:"
                        + (node.saveFailed ? "err" : "ok") + "\r\naof_last_write_status:"
                        + (node.appendFailed ? "err" : "ok") + "\r\n";
            case "memory" ->
                "# Memory\r\nused_memory:" + (node.overMaxmemory ? 2000000 : 1000) + "\r\nmaxmemory:"
                        + node.config("maxmemory") + "\r\n";
            case "keyspace" -> "# Keyspace\r\n";
            default -> throw new IllegalArgumentException(section);
        };
    }

    private static String replication(Node node) {
        Replication own = node.replication();
        StringBuilder text = new StringBuilder(512).append("# Replication\r\n");
        if (own.isMaster()) {
            text.append("role:master\r\n");
        } else {
            text.append("role:slave\r\nmaster_host:").append(own.masterHost());
            text.append("\r\nmaster_port:").append(own.masterPort());
            text.append("\r\nmaster_link_status:").append(own.link() == Replication.Link.UP ? "up" : "down");
            text.append("\r\nmaster_sync_in_progress:").append(own.link() == Replication.Link.SYNCING ? 1 : 0);
            text.append("\r\nslave_repl_offset:").append(own.shownOffset()).append("\r\n");
        }
        int number = 0;
        for (Map.Entry<Node, Followers.Follower> one : own.followers().all().entrySet()) {
            text.append("slave").append(number++).append(":ip=").append(one.getKey().host);
            text.append(",port=6379,state=online,offset=")
                    .append(one.getValue().acknowledged())
                    .append(",lag=0\r\n");
        }
        text.append("master_replid:").append(own.history().id());
        text.append("\r\nmaster_replid2:").append(own.history().formerId());
        text.append("\r\nmaster_repl_offset:").append(own.history().offset());
        text.append("\r\nsecond_repl_offset:")
                .append(own.history().formerUntil())
                .append("\r\n");
        return text.toString();
    }
}
