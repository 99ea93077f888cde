package io.haredis.client.internal.call;

import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.topology.Reign;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;

/**
 * Under one iteration. A SCAN cursor is a place in one process' hash table: when the master changes in between, the scan
 * begins anew on the next one, so that nothing that stayed is missed; what was seen may come again, as SCAN allows.
 */
final class ScanConnection extends VirtualConnection {
    private static final byte[] BEGINNING = {'0'};

    private final Calls calls;
    private @Nullable Reign last;

    ScanConnection(Calls calls, RedisProtocol protocol) {
        super(calls, protocol);
        this.calls = calls;
    }

    @Override
    public @Nullable Object executeCommand(CommandArguments command) {
        return command.getCommand() == Command.SCAN
                ? calls.untilCertain(new Step(command), calls.deadline())
                : super.executeCommand(command);
    }

    private CommandArguments in(Reign reign, CommandArguments command) {
        boolean goesOn = !Arrays.equals(command.get(1).getRaw(), BEGINNING);
        if (!goesOn || reign == last) {
            return command;
        }
        CommandArguments anew = new CommandArguments(Command.SCAN).add(BEGINNING);
        for (int i = 2; i < command.size(); i++) {
            anew.add(command.get(i));
        }
        return anew;
    }

    private final class Step implements Task<Object> {
        private final CommandArguments command;

        Step(CommandArguments command) {
            this.command = command;
        }

        @Override
        public Object attempt(Reign reign, Deadline deadline) {
            CommandObject<Object> step = new CommandObject<>(in(reign, command), BuilderFactory.RAW_OBJECT);
            Object reply = Exchange.on(reign, deadline, connection -> connection.call(step));
            last = reign;
            return reply;
        }

        @Override
        public boolean mayRepeat(RetryPolicy policy) {
            return policy.mayRepeat(command);
        }

        @Override
        public String name() {
            return "SCAN";
        }
    }
}
