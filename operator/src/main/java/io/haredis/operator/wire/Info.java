package io.haredis.operator.wire;

import io.haredis.operator.decide.Role;
import io.haredis.protocol.ServerInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@link ServerInfo} says, in the words of {@code decide}. */
final class Info {
    private static final Pattern KEYS = Pattern.compile("db(\\d{1,9}):keys=(\\d{1,18})");

    private Info() {}

    /** Of a reply to INFO; without any field if it is no text. */
    static ServerInfo of(@Nullable Object reply) {
        return ServerInfo.of(reply instanceof String text ? text : "");
    }

    static Role role(ServerInfo replication) {
        if (replication.isMaster()) {
            return new Role.Master();
        }
        String host = replication.text("master_host");
        int port = (int) replication.number("master_port", 0);
        return host.equals("127.0.0.1") && port == 1
                ? new Role.Fenced()
                : new Role.Replica(
                        host, port, replication.text("master_link_status").equals("up"));
    }

    /** Lines {@code dbN:keys=..,expires=..}: the number of keys in each database that has any. */
    static Map<Integer, Long> databases(ServerInfo keyspace) {
        Map<Integer, Long> keys = new HashMap<>();
        keyspace.fields().forEach((name, value) -> {
            Matcher matcher = KEYS.matcher(name + ":" + value);
            if (matcher.lookingAt()) {
                keys.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2)));
            }
        });
        return keys;
    }
}
