package io.haredis.client.internal.call;

import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.command.BlockTime;
import io.haredis.client.internal.command.CommandKind;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.topology.Reign;
import redis.clients.jedis.CommandObject;

/** One command. */
final class SingleCommand<T> implements Exchanged<T> {
    private final CommandObject<T> command;
    private final CommandKind kind;
    private boolean begun;

    SingleCommand(CommandObject<T> command) {
        this.command = command;
        this.kind = CommandKind.of(command.getArguments());
    }

    @Override
    public T run(NodeConnection connection, Reign reign, Deadline deadline) {
        CommandObject<T> now = begun ? shortened(deadline) : command;
        begun = true;
        if (kind == CommandKind.STATEFUL) {
            connection.spoil();
        }
        return connection.call(now);
    }

    @Override
    public boolean mayWrite() {
        return kind.mayWrite();
    }

    @Override
    public boolean mayBlock() {
        return command.getArguments().isBlocking();
    }

    /** A blocking command that begins again blocks for the rest of its time only. */
    private CommandObject<T> shortened(Deadline deadline) {
        long millis = BlockTime.millis(command.getArguments());
        if (millis <= BlockTime.FOREVER) {
            return command;
        }
        long left = Math.max(1, millis - deadline.elapsedNanos() / 1_000_000);
        return new CommandObject<>(BlockTime.with(command.getArguments(), left), command.getBuilder());
    }

    @Override
    public boolean mayRepeat(RetryPolicy policy) {
        return policy.mayRepeat(command.getArguments());
    }

    @Override
    public int writes() {
        return kind == CommandKind.WRITE ? 1 : 0;
    }

    @Override
    public String name() {
        return Names.of(command.getArguments());
    }
}
