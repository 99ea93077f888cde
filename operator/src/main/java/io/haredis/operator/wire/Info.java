package io.haredis.operator.wire;

import io.haredis.operator.decide.NodeState.Follower;
import io.haredis.operator.decide.Role;
import io.haredis.protocol.Lineage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text that INFO answers, by key. Unknown keys are ignored: servers differ. */
record Info(Map<String, String> fields) {
    private static final Pattern KEYS = Pattern.compile("db(\\d{1,9}):keys=(\\d{1,18})");

    static Info of(@Nullable Object reply) {
        Map<String, String> fields = new HashMap<>();
        if (reply instanceof String text) {
            text.lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0 && !line.startsWith("#")) {
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).trim());
                }
            });
        }
        return new Info(fields);
    }

    String text(String key, String otherwise) {
        return fields.getOrDefault(key, otherwise);
    }

    long number(String key, long otherwise) {
        Long value = StateReader.number(fields.get(key));
        return value == null ? otherwise : value;
    }

    boolean flag(String key) {
        return number(key, 0) != 0;
    }

    /** Lines {@code dbN:keys=..,expires=..}: the number of keys in each database that has any. */
    Map<Integer, Long> databases() {
        Map<Integer, Long> keys = new HashMap<>();
        fields.forEach((name, value) -> {
            Matcher matcher = KEYS.matcher(name + ":" + value);
            if (matcher.lookingAt()) {
                keys.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2)));
            }
        });
        return keys;
    }

    Role role() {
        if (text("role", "").equals("master")) {
            return new Role.Master();
        }
        String host = text("master_host", "");
        int port = (int) number("master_port", 0);
        return host.equals("127.0.0.1") && port == 1
                ? new Role.Fenced()
                : new Role.Replica(host, port, text("master_link_status", "").equals("up"));
    }

    /** A replica's own offset is what it has applied, {@code slave_repl_offset}, also after its link is gone. */
    Lineage lineage() {
        boolean master = text("role", "").equals("master");
        return new Lineage(
                text("master_replid", ""),
                text("master_replid2", ""),
                number("second_repl_offset", -1),
                number(master ? "master_repl_offset" : "slave_repl_offset", 0));
    }

    /** Lines {@code slaveN:ip=..,port=..,state=online,offset=..}. */
    List<Follower> followers() {
        List<Follower> followers = new ArrayList<>();
        fields.forEach((key, value) -> {
            if (key.startsWith("slave") && value.startsWith("ip=")) {
                Map<String, String> parts = new HashMap<>();
                for (String part : value.split(",", -1)) {
                    int equals = part.indexOf('=');
                    if (equals > 0) {
                        parts.put(part.substring(0, equals), part.substring(equals + 1));
                    }
                }
                followers.add(new Follower(
                        parts.getOrDefault("ip", ""),
                        Integer.parseInt(parts.getOrDefault("port", "0")),
                        "online".equals(parts.get("state")),
                        Long.parseLong(parts.getOrDefault("offset", "0"))));
            }
        });
        return followers;
    }
}
