package io.haredis.client.internal.call;

import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.command.CommandKind;
import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.topology.Reign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * {@code MULTI}, the commands and {@code EXEC} in one write. Without the whole {@code EXEC} on the server nothing of it is
 * executed; what was refused at queueing executes nothing either.
 */
final class Transact implements Exchanged<Transact.Outcome> {
    private final List<CommandArguments> commands;
    private boolean aborted;

    /** All of it, MULTI first and EXEC last. */
    Transact(List<CommandArguments> commands) {
        this.commands = commands;
    }

    /**
     * What EXEC answered.
     *
     * @param replies null if a watched key had changed
     */
    record Outcome(@Nullable List<Object> replies) {}

    /** On a connection that may have keys watched. */
    @Override
    public Outcome run(NodeConnection connection, Reign reign, Deadline deadline) {
        for (int i = 0; i < commands.size(); i++) {
            CommandArguments command = commands.get(i);
            boolean inside = i > 0 && i < commands.size() - 1;
            if (inside && CommandKind.of(command) == CommandKind.STATEFUL) {
                connection.spoil();
            }
            connection.sendCommand(command);
        }
        connection.flushAll();
        List<JedisDataException> errors = new ArrayList<>();
        for (int i = 0; i < commands.size() - 1; i++) {
            if (connection.nextReply() instanceof JedisDataException error) {
                errors.add(error);
            }
        }
        Object reply = connection.nextReply();
        if (reply instanceof JedisDataException error) {
            throw refused(error, errors);
        }
        aborted = reply == null;
        return new Outcome(asList(reply));
    }

    @Override
    public boolean mayWrite() {
        return !aborted && commands.stream().anyMatch(c -> CommandKind.of(c).mayWrite());
    }

    /** An EXEC that was aborted because it, or a command before it, met a replica is not the application's fault. */
    private static RuntimeException refused(JedisDataException exec, List<JedisDataException> errors) {
        errors.forEach(exec::addSuppressed);
        boolean aborted = Refusal.isAborted(exec);
        Optional<Refusal> queued =
                aborted ? errors.stream().flatMap(e -> Refusal.of(e).stream()).findFirst() : Refusal.of(exec);
        Optional<Refusal> refusal = queued.or(() -> Refusal.ofAborted(exec));
        return refusal.isEmpty() ? exec : SendFailure.refused(refusal.get(), exec);
    }

    @SuppressWarnings("unchecked") // EXEC answers an array of anything, or nil.
    private static @Nullable List<Object> asList(@Nullable Object reply) {
        return (List<Object>) reply;
    }

    @Override
    public boolean mayRepeat(RetryPolicy policy) {
        return KeySet.mayRepeat(commands.subList(1, commands.size() - 1), policy);
    }

    @Override
    public int writes() {
        return aborted
                ? 0
                : (int) commands.stream()
                        .filter(c -> CommandKind.of(c) == CommandKind.WRITE)
                        .count();
    }

    @Override
    public String name() {
        return "EXEC";
    }
}
