package io.haredis.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text that INFO answers, by key. Unknown keys are ignored: servers differ. Immutable.
 *
 * @param fields the lines {@code key:value}
 */
public record ServerInfo(Map<String, String> fields) {
    /**
     * A replica as its master sees it.
     *
     * @param host where it says it is
     * @param online it receives the replication stream
     * @param offset what it last acknowledged
     */
    public record Follower(String host, int port, boolean online, long offset) {}

    /** Reads one or several sections. */
    public static ServerInfo of(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
        return new ServerInfo(fields);
    }

    /** The value of a key, empty if it is not there. */
    public String text(String key) {
        return text(key, "");
    }

    /** The value of a key. */
    public String text(String key, String otherwise) {
        return fields.getOrDefault(key, otherwise);
    }

    /** The value of a key as a number. */
    public long number(String key, long otherwise) {
        return parse(fields.get(key), otherwise);
    }

    /** True if the value is there and is not 0. */
    public boolean flag(String key) {
        return number(key, 0) != 0;
    }

    /** True if the server calls itself master. */
    public boolean isMaster() {
        return text("role").equals("master");
    }

    /** A replica's own offset is what it has applied, {@code slave_repl_offset}, also after its link is gone. */
    public Lineage lineage() {
        return new Lineage(
                text("master_replid"),
                text("master_replid2"),
                number("second_repl_offset", -1),
                number(isMaster() ? "master_repl_offset" : "slave_repl_offset", 0));
    }

    /** Lines {@code slaveN:ip=..,port=..,state=online,offset=..}. */
    public List<Follower> followers() {
        List<Follower> followers = new ArrayList<>();
        fields.forEach((key, value) -> {
            if (key.startsWith("slave") && value.startsWith("ip=")) {
                Map<String, String> parts = parts(value);
                followers.add(new Follower(
                        parts.getOrDefault("ip", ""),
                        (int) parse(parts.get("port"), 0),
                        "online".equals(parts.get("state")),
                        parse(parts.get("offset"), 0)));
            }
        });
        return followers;
    }

    private static Map<String, String> parts(String value) {
        Map<String, String> parts = new HashMap<>();
        for (String part : value.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return parts;
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
