package io.haredis.operator.act;

import io.haredis.operator.decide.Policy;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.wire.Command;
import java.util.ArrayList;
import java.util.List;

/** All of a server that a role change may touch. */
record Seen(String role, List<Object> keys, List<String> settings) {
    static Seen of(RedisServer server) {
        String role = server.info("role") + " " + server.info("master_host") + ":" + server.info("master_port");
        List<Object> keys = server.meddle(List.of(
                Command.of("GET", "haredis:epoch"),
                Command.of("GET", "haredis:fence"),
                Command.of("GET", "haredis:quorum")));
        return new Seen(role, keys, settings(server));
    }

    /** The same settings on a master that nobody may write to yet. */
    static List<String> closed(List<String> settings) {
        List<String> closed = new ArrayList<>(settings);
        closed.set(0, Integer.toString(Policy.CLOSED));
        return closed;
    }

    static List<String> settings(RedisServer server) {
        return List.of(
                server.setting("min-replicas-to-write"),
                server.setting("maxmemory"),
                server.setting("stop-writes-on-bgsave-error"),
                server.setting("replica-read-only"));
    }
}
