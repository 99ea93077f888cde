package io.haredis.operator.wire;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.NodeState;
import io.haredis.protocol.Beat;
import io.haredis.protocol.Keys;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Metadata;
import io.haredis.protocol.ServerInfo;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a server says of itself, whole or in brief. */
public final class StateReader {
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,15}");

    private final int database;

    /** Reads the keys of this metadata database. */
    public StateReader(int database) {
        this.database = database;
    }

    /** The commands of a whole reading. */
    public List<Command> commands() {
        return List.of(
                Command.of("SELECT", database),
                Command.of("GET", Keys.EPOCH),
                Command.of("GET", Keys.FENCE),
                Command.of("INFO", "replication"),
                Command.of("GET", Keys.QUORUM),
                Command.of("GET", Keys.BEAT),
                Command.of("GET", Keys.OPCOUNTER),
                Command.of("INFO", "server"),
                Command.of("INFO", "persistence"),
                Command.of("INFO", "memory"),
                Command.of("CONFIG", "GET", "min-replicas-to-write", "min-replicas-max-lag", "dbfilename"),
                Command.of("INFO", "keyspace"));
    }

    /** Reads everything. */
    public Contact whole(Link link) throws LinkException {
        return parse(link.call(commands()));
    }

    /** Reads only what changes quickly, and takes the rest from an earlier whole reading of the same connection. */
    public Contact brief(Link link, NodeState earlier) throws LinkException {
        List<Object> replies = link.call(commands().subList(0, 4));
        ErrorReply refusal = refusal(replies);
        if (refusal != null) {
            return new Contact.Unwell(refusal.code());
        }
        ServerInfo replication = Info.of(replies.get(3));
        Metadata keys = new Metadata(
                epoch(replies.get(1)),
                epoch(replies.get(2)),
                earlier.keys().quorum(),
                earlier.keys().beat(),
                earlier.keys().opcounter());
        NodeState.Health was = earlier.health();
        NodeState.Health health = new NodeState.Health(
                isLoading(replies.get(1)),
                replication.flag("master_sync_in_progress"),
                was.saveFailed(),
                was.appendFailed(),
                was.overMaxmemory());
        return new Contact.Answers(new NodeState(
                earlier.runId(),
                earlier.version(),
                Info.role(replication),
                replication.lineage(),
                keys,
                health,
                replication.followers(),
                earlier.settings(),
                earlier.disk()));
    }

    /** Makes sense of the replies to {@link #commands()}. */
    public Contact parse(List<Object> replies) {
        ErrorReply refusal = refusal(replies);
        if (refusal != null) {
            return new Contact.Unwell(refusal.code());
        }
        ServerInfo replication = Info.of(replies.get(3));
        ServerInfo server = Info.of(replies.get(7));
        ServerInfo persistence = Info.of(replies.get(8));
        ServerInfo memory = Info.of(replies.get(9));
        Metadata keys = new Metadata(
                epoch(replies.get(1)),
                epoch(replies.get(2)),
                epoch(replies.get(4)),
                beat(replies.get(5)),
                number(replies.get(6)));
        NodeState.Health health = new NodeState.Health(
                persistence.flag("loading") || isLoading(replies.get(1)),
                replication.flag("master_sync_in_progress"),
                !persistence.text("rdb_last_bgsave_status", "ok").equals("ok"),
                !persistence.text("aof_last_write_status", "ok").equals("ok"),
                memory.number("maxmemory", 0) > 0 && memory.number("used_memory", 0) > memory.number("maxmemory", 0));
        NodeState.Settings settings = new NodeState.Settings(
                number(replies.get(10), "min-replicas-to-write"),
                number(replies.get(10), "min-replicas-max-lag"),
                memory.number("maxmemory", 0));
        NodeState.Disk disk = new NodeState.Disk(
                setting(replies.get(10), "dbfilename"),
                Math.max(
                        persistence.number("rdb_current_bgsave_time_sec", -1),
                        persistence.number("aof_current_rewrite_time_sec", -1)),
                hasData(Info.of(replies.get(11)), keys));
        return new Contact.Answers(new NodeState(
                server.text("run_id", ""),
                server.text("redis_version", "0"),
                Info.role(replication),
                replication.lineage(),
                keys,
                health,
                replication.followers(),
                settings,
                disk));
    }

    /** The lineage in a reply to {@code INFO replication}. */
    public static Lineage lineage(@Nullable Object reply) {
        return Info.of(reply).lineage();
    }

    /** The value of this setting in a reply to CONFIG GET, empty if it is not there. */
    private static String setting(@Nullable Object reply, String name) {
        if (reply instanceof List<?> pairs) {
            for (int i = 0; i + 1 < pairs.size(); i += 2) {
                if (name.equals(pairs.get(i))) {
                    return String.valueOf(pairs.get(i + 1));
                }
            }
        }
        return "";
    }

    private static long number(@Nullable Object reply, String name) {
        Long value = number(setting(reply, name));
        return value == null ? -1 : value;
    }

    /** Keys in any database; in ours, more than our own. */
    private boolean hasData(ServerInfo keyspace, Metadata keys) {
        long own = Stream.of(keys.epoch(), keys.fence(), keys.quorum(), keys.beat(), keys.opcounter())
                .filter(Objects::nonNull)
                .count();
        return Info.databases(keyspace).entrySet().stream()
                .anyMatch(db -> db.getValue() > (db.getKey() == database ? own : 0));
    }

    /**
     * Why the server tells nothing. A key that may not be read is not an absent one, and where SELECT fails the keys are
     * another database's: both would make every guard blind. LOADING is a state; WRONGTYPE is an application's doing.
     */
    private static @Nullable ErrorReply refusal(List<Object> replies) {
        for (Object reply : replies.subList(0, 4)) {
            if (reply instanceof ErrorReply error
                    && (reply == replies.get(3)
                            || !List.of("LOADING", "WRONGTYPE").contains(error.code()))) {
                return error;
            }
        }
        return null;
    }

    private static boolean isLoading(@Nullable Object reply) {
        return reply instanceof ErrorReply error && error.code().equals("LOADING");
    }

    /** A number, or null for an absent key and for what is none: an application can write these keys. */
    public static @Nullable Long number(@Nullable Object reply) {
        if (!(reply instanceof String text)) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The value of one of our keys: plain digits, and so few that Lua and a Lease count them exactly. Else it is not ours. */
    private static @Nullable Long epoch(@Nullable Object reply) {
        return reply instanceof String text && EPOCH.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    private static @Nullable Beat beat(@Nullable Object reply) {
        return reply instanceof String text ? Beat.parse(text).orElse(null) : null;
    }
}
