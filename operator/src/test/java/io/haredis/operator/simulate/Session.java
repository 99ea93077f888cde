package io.haredis.operator.simulate;

import io.haredis.operator.act.Scripts;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.ErrorReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands that came in one write, carried out by a modelled server one after the other. */
final class Session {
    private static final long LOOK_AT_WAIT = World.MILLI;
    private static final int SET_BYTES = 60;

    private final Connection connection;
    private final Node node;
    private final List<Command> commands;
    private final Consumer<List<Object>> answer;
    private final List<Object> replies = new ArrayList<>();
    private long waitUntil;
    private boolean tooMuchMemory;

    Session(Connection connection, List<Command> commands, Consumer<List<Object>> answer) {
        this.connection = connection;
        this.node = connection.node;
        this.commands = commands;
        this.answer = answer;
    }

    /** Goes on until all is answered, or a WAIT is not yet met. */
    void proceed() {
        while (replies.size() < commands.size()) {
            if (!connection.isOpen()) {
                return;
            }
            Command next = commands.get(replies.size());
            if (next.name().equals("WAIT") && mustWait(next)) {
                node.world.after(LOOK_AT_WAIT, () -> node.whenAwake(this::proceed));
                return;
            }
            tooMuchMemory = node.isMaster() && node.isOverMaxmemory();
            replies.add(reply(next));
        }
        answer.accept(replies);
    }

    private boolean mustWait(Command wait) {
        if (!node.isMaster()) {
            if (waitUntil > 0) {
                connection.closed = true; // UNBLOCKED
                return true;
            }
            return false;
        }
        long now = node.world.now();
        if (waitUntil == 0) {
            waitUntil = now + Long.parseLong(wait.words().get(2)) * World.MILLI;
        }
        return now < waitUntil
                && node.replication().followers().holding(connection.wrote)
                        < Integer.parseInt(wait.words().get(1));
    }

    private @Nullable Object reply(Command command) {
        if (node.isBusy()) {
            return busy(command);
        }
        List<Command> queue = connection.queue;
        if (queue != null && !command.name().equals("EXEC")) {
            if (node.isMaster() && node.isOverMaxmemory()) {
                connection.queueRefused = true;
                return new ErrorReply("OOM command not allowed when used memory > 'maxmemory'.");
            }
            queue.add(command);
            return "QUEUED";
        }
        List<String> words = command.words();
        return switch (command.name()) {
            case "WATCH" -> {
                words.subList(1, words.size()).forEach(key -> connection.watched.put(key, node.version(key)));
                yield "OK";
            }
            case "UNWATCH" -> {
                connection.watched.clear();
                yield "OK";
            }
            case "MULTI" -> {
                connection.multi();
                yield "OK";
            }
            case "EXEC" -> exec();
            default -> node.isLoading() && !isServedWhileLoading(command.name()) ? loading() : run(command);
        };
    }

    private ErrorReply busy(Command command) {
        boolean ends = command.name().equals("EXEC");
        connection.queueRefused = connection.queue != null;
        if (ends) {
            connection.queue = null;
            connection.watched.clear();
        }
        String why = "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
        return new ErrorReply(ends ? "EXECABORT Transaction discarded because of: " + why : why);
    }

    private static boolean isServedWhileLoading(String name) {
        return name.equals("INFO") || name.equals("SELECT") || name.equals("CONFIG") || name.equals("CLIENT");
    }

    private static ErrorReply loading() {
        return new ErrorReply("LOADING Redis is loading the dataset in memory");
    }

    private @Nullable Object exec() {
        List<Command> queue = connection.queue;
        connection.queue = null;
        boolean changed =
                connection.watched.entrySet().stream().anyMatch(e -> node.version(e.getKey()) != e.getValue());
        connection.watched.clear();
        if (queue == null || connection.queueRefused) {
            return new ErrorReply("EXECABORT Transaction discarded because of previous errors.");
        }
        if (changed) {
            return null;
        }
        boolean master = node.isMaster();
        List<Object> results = new ArrayList<>();
        tooMuchMemory = master && node.isOverMaxmemory(); // Redis looks once, before EXEC
        queue.forEach(command -> results.add(run(command)));
        node.cluster.checks.exec(connection, queue, master, results);
        node.cluster.recorder.exec(connection, queue, results);
        return results;
    }

    private @Nullable Object run(Command command) {
        List<String> words = command.words();
        return switch (command.name()) {
            case "SELECT" -> "OK";
            case "GET" -> node.data().keys.get(words.get(1));
            case "MGET" -> {
                List<Object> values = new ArrayList<>();
                words.subList(1, words.size())
                        .forEach(key -> values.add(node.data().keys.get(key)));
                yield values;
            }
            case "INFO" -> InfoText.of(node, words.get(1));
            case "ROLE" -> node.isMaster() ? "master" : "slave";
            case "WAIT" ->
                node.isMaster()
                        ? (Object) (long) node.replication().followers().holding(connection.wrote)
                        : new ErrorReply("ERR WAIT cannot be used with replica instances.");
            case "CONFIG" -> config(words);
            case "REPLICAOF" -> replicaOf(words);
            case "EVAL" -> eval(words);
            case "CLIENT" -> node.cluster.closeClients(node);
            case "PUBLISH" -> {
                if (node.isMaster()) {
                    stream(SET_BYTES, -1, null, null, false);
                }
                yield 0L;
            }
            case "SET", "FLUSHALL" -> write(command);
            default -> throw new IllegalArgumentException(command.name());
        };
    }

    private Object config(List<String> words) {
        if (words.get(1).equals("GET")) {
            List<Object> settings = new ArrayList<>();
            for (String name : words.subList(2, words.size())) {
                settings.addAll(List.of(name, node.config(name)));
            }
            return settings;
        }
        for (int i = 2; i + 1 < words.size(); i += 2) {
            node.config(words.get(i), words.get(i + 1));
        }
        return "OK";
    }

    private Object replicaOf(List<String> words) {
        node.world.tell(node.name, () -> "REPLICAOF " + words.get(1) + " " + words.get(2) + " by " + connection.client);
        if (words.get(1).equals("NO")) {
            node.replication().lead();
        } else {
            node.replication().follow(words.get(1), Integer.parseInt(words.get(2)));
        }
        return "OK";
    }

    /** An application's write: SET number, or FLUSHALL. */
    private Object write(Command command) {
        ErrorReply refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        boolean flush = command.name().equals("FLUSHALL");
        int number = flush ? -1 : Integer.parseInt(command.words().get(1));
        node.cluster.checks.accepted(node, number);
        stream(SET_BYTES, number, null, null, flush);
        if (flush) {
            node.cluster.recorder.flushed(node);
        } else {
            node.cluster.recorder.wrote(node);
        }
        return "OK";
    }

    private @Nullable ErrorReply refusal() {
        if (!node.isMaster() && !node.config("replica-read-only").equals("no")) {
            return new ErrorReply("READONLY You can't write against a read only replica.");
        }
        if (node.saveFailed && !node.config("stop-writes-on-bgsave-error").equals("no")) {
            return new ErrorReply("MISCONF Redis is configured to save RDB snapshots");
        }
        if (node.isMaster() && !node.replication().followers().areEnough()) {
            return new ErrorReply("NOREPLICAS Not enough good replicas to write.");
        }
        return tooMuchMemory ? new ErrorReply("OOM command not allowed") : null;
    }

    private void stream(int bytes, int write, @Nullable String key, @Nullable String value, boolean flush) {
        node.replication().append(bytes, write, key, value, flush);
        connection.wrote = node.replication().history().offset();
    }

    private Object eval(List<String> words) {
        ErrorReply refusal = refusal();
        if (refusal != null || node.scriptsFail || (node.scriptsFailOnMaster && node.isMaster())) {
            return refusal != null ? refusal : new ErrorReply("ERR a script fails here (a test's doing)");
        }
        int keys = Integer.parseInt(words.get(2));
        List<String> names = words.subList(3, 3 + keys);
        List<String> values = words.subList(3 + keys, words.size());
        switch (Scripts.of(words.get(1))) {
            case TO_STAMP -> {
                if (number(names.get(0)) < Long.parseLong(values.get(0))) {
                    put(names.get(0), values.get(0));
                }
            }
            case TO_REIGN -> {
                put(names.get(0), values.get(0));
                put(names.get(1), values.get(1));
            }
            case TO_RESTORE -> {
                put(names.get(0), values.get(0));
                if (number(names.get(1)) < Long.parseLong(values.get(1))) {
                    put(names.get(1), values.get(1));
                }
            }
            case TO_BEAT -> {
                if (values.get(0).equals(node.data().keys.get(names.get(0)))) {
                    put(names.get(1), values.get(1));
                }
            }
        }
        return values.getFirst();
    }

    private long number(String key) {
        String value = node.data().keys.get(key);
        return value != null && value.matches("[0-9]{1,15}") ? Long.parseLong(value) : -1;
    }

    /** A write on a replica stays there and moves no offset. */
    private void put(String key, @Nullable String value) {
        if (node.isMaster()) {
            stream(SET_BYTES, -1, key, value, false);
        } else {
            node.apply(new Entry(0, -1, key, value, false));
        }
    }
}
