package io.haredis.operator.rehearsal;

import io.haredis.operator.decide.PodView;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server answers to the commands of a failover in which nothing goes wrong. It proves nothing. */
final class PaperServer {
    private static final int WRITE_BYTES = 60;
    private static final Map<String, String> CONFIG = Map.of(
            "stop-writes-on-bgsave-error", "yes",
            "replica-read-only", "yes",
            "maxmemory", "0",
            "min-replicas-to-write", "1",
            "min-replicas-max-lag", "2",
            "dbfilename", "dump.rdb");

    final String host;
    private final Map<String, PaperServer> all;
    private final Map<String, String> keys = new HashMap<>();
    private String runId = "";
    /** Whom it follows; null of a master. */
    private @Nullable String masterHost;

    private String id = "";
    private String formerId = "";
    private long formerUntil = -1;
    private long offset;
    private boolean down;

    PaperServer(String host, Map<String, PaperServer> all) {
        this.host = host;
        this.all = all;
        start();
    }

    PodView pod() {
        return new PodView(host, host, host, false, false, false, false);
    }

    String runId() {
        return runId;
    }

    boolean isDown() {
        return down;
    }

    void kill() {
        down = true;
    }

    /** Another process, empty and fenced as every process that starts. */
    void start() {
        down = false;
        runId = Integer.toHexString(System.identityHashCode(new Object())) + offset + host;
        masterHost = "127.0.0.1";
        id = "id-of-" + runId;
        formerId = "";
        formerUntil = -1;
        offset = 0;
        keys.clear();
    }

    private Optional<PaperServer> master() {
        return Optional.ofNullable(masterHost).map(all::get).filter(m -> !m.down && m.masterHost == null);
    }

    private List<PaperServer> followers() {
        return all.values().stream()
                .filter(s -> !s.down && s.master().filter(m -> m == this).isPresent())
                .toList();
    }

    Link connect() throws LinkException {
        if (down) {
            throw new LinkException(LinkException.Cause.REFUSED, "nobody listens at " + host);
        }
        String met = runId;
        return new Link() {
            private @Nullable List<Command> queue;

            @Override
            public List<Object> call(List<Command> commands) throws LinkException {
                if (down || !met.equals(runId)) {
                    throw new LinkException(LinkException.Cause.CLOSED, host + " closed the connection");
                }
                List<Object> replies = new ArrayList<>();
                commands.forEach(command -> replies.add(reply(command)));
                return replies;
            }

            @SuppressWarnings("NullAway") // an absent key is answered by null, as by Redis
            private @Nullable Object reply(Command command) {
                List<Command> queued = queue;
                if (command.name().equals("MULTI")) {
                    queue = new ArrayList<>();
                    return "OK";
                }
                if (queued == null) {
                    return run(command);
                }
                if (!command.name().equals("EXEC")) {
                    queued.add(command);
                    return "QUEUED";
                }
                queue = null;
                List<Object> replies = new ArrayList<>();
                queued.forEach(one -> replies.add(run(one)));
                return replies;
            }

            @Override
            public void close() {}
        };
    }

    private @Nullable Object run(Command command) {
        List<String> words = command.words();
        return switch (command.name()) {
            case "GET" -> keys.get(words.get(1));
            case "INFO" -> info(words.get(1));
            case "CONFIG" -> words.get(1).equals("GET") ? settings(words.subList(2, words.size())) : "OK";
            case "REPLICAOF" -> words.get(1).equals("NO") ? lead() : follow(words.get(1));
            case "EVAL" -> eval(words);
            default -> "OK";
        };
    }

    private static List<Object> settings(List<String> names) {
        List<Object> settings = new ArrayList<>();
        names.forEach(name -> settings.addAll(List.of(name, CONFIG.getOrDefault(name, ""))));
        return settings;
    }

    private String lead() {
        masterHost = null;
        formerId = id;
        formerUntil = offset + 1;
        id = "id-of-" + runId + offset;
        return "OK";
    }

    private String follow(String other) {
        masterHost = other;
        master().ifPresent(this::takeFrom);
        return "OK";
    }

    private void takeFrom(PaperServer master) {
        keys.putAll(master.keys);
        id = master.id;
        formerId = master.formerId;
        formerUntil = master.formerUntil;
        offset = master.offset;
    }

    /** All scripts of a failover set their keys to their arguments, if nothing stands against it. */
    private String eval(List<String> words) {
        int count = Integer.parseInt(words.get(2));
        for (int i = 0; i < count; i++) {
            keys.put(words.get(3 + i), words.get(3 + count + i));
        }
        if (masterHost == null) {
            offset += WRITE_BYTES;
            followers().forEach(follower -> follower.takeFrom(this));
        }
        return words.get(3 + count);
    }

    private String info(String section) {
        return switch (section) {
            case "replication" -> replication();
            case "server" -> "redis_version:8.0.3\r\nrun_id:" + runId + "\r\n";
            case "persistence" -> "loading:0\r\nrdb_last_bgsave_status:ok\r\naof_last_write_status:ok\r\n";
            case "memory" -> "used_memory:1000\r\nmaxmemory:0\r\n";
            default -> "";
        };
    }

    private String replication() {
        StringBuilder text = new StringBuilder("# Replication\r\n");
        if (masterHost == null) {
            text.append("role:master\r\n");
            int number = 0;
            for (PaperServer follower : followers()) {
                text.append("slave").append(number++).append(":ip=").append(follower.host);
                text.append(",port=").append(PodView.PORT).append(",state=online,offset=");
                text.append(follower.offset).append(",lag=0\r\n");
            }
        } else {
            text.append("role:slave\r\nmaster_host:").append(masterHost);
            text.append("\r\nmaster_port:").append(master().isPresent() ? PodView.PORT : 1);
            text.append("\r\nmaster_link_status:").append(master().isPresent() ? "up" : "down");
            text.append("\r\nmaster_sync_in_progress:0\r\nslave_repl_offset:").append(offset);
            text.append("\r\n");
        }
        text.append("master_replid:").append(id).append("\r\nmaster_replid2:").append(formerId);
        text.append("\r\nmaster_repl_offset:").append(offset);
        text.append("\r\nsecond_repl_offset:").append(formerUntil).append("\r\n");
        return text.toString();
    }
}
