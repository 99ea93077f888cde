package io.haredis.client.internal.call;

import io.haredis.client.HaInterruptedException;
import io.haredis.client.HaQuorumException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A connection without a socket, under Jedis' own {@code Pipeline} and {@code Transaction}: it keeps what is sent until a
 * reply is asked for, and then borrows a real one for as long as the exchange takes, as often as the verdict says. Only WATCH
 * holds a real one. Used by one thread, like any connection.
 */
class VirtualConnection extends Connection {
    private static final byte[] OK = "OK".getBytes(StandardCharsets.UTF_8);
    private static final byte[] QUEUED = "QUEUED".getBytes(StandardCharsets.UTF_8);
    private static final CommandObject<String> UNWATCH =
            new CommandObject<>(new CommandArguments(Command.UNWATCH), BuilderFactory.STRING);

    private static final DefaultJedisSocketFactory NO_SOCKETS = new DefaultJedisSocketFactory();

    /** Of the commands in a pipeline: more cost a copy. */
    private static final int USUAL = 64;

    private final Calls calls;
    private final Watch watch;
    private List<CommandArguments> sent = List.of();
    private @Nullable RuntimeException failure;

    VirtualConnection(Calls calls, RedisProtocol protocol) {
        super(Connection.builder().socketFactory(NO_SOCKETS));
        this.calls = calls;
        this.watch = new Watch(calls);
        this.protocol = protocol;
    }

    @Override
    public void sendCommand(CommandArguments command) {
        check();
        if (sent.isEmpty()) {
            sent = new ArrayList<>(USUAL);
        }
        sent.add(command);
    }

    /** A pipeline's replies, or, inside MULTI, the word that each command is queued: it is sent with EXEC. */
    @Override
    public List<Object> getMany(int count) {
        check();
        if (isOpenTransaction()) {
            List<Object> queued = new ArrayList<>(Collections.nCopies(count, QUEUED));
            queued.set(0, OK);
            return queued;
        }
        List<CommandArguments> commands = take();
        if (commands.size() != count) {
            throw new IllegalStateException(count + " replies for " + commands.size() + " commands");
        }
        try {
            Batch batch = new Batch(commands);
            List<Object> replies = calls.send(batch, calls.deadline());
            if (batch.mayLoad()) {
                calls.remember(commands, replies);
            }
            return replies;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public @Nullable Object getOne() {
        List<CommandArguments> commands = take();
        return executeCommand(commands.get(0));
    }

    /** The reply of EXEC. */
    @Override
    public @Nullable List<Object> getObjectMultiBulkReply() {
        check();
        List<CommandArguments> commands = take();
        return watch.isActive()
                ? guard(() -> watch.execute(commands))
                : guard(() -> {
                    List<Object> replies =
                            calls.send(new Transact(commands), calls.deadline()).replies();
                    if (replies != null) {
                        calls.remember(commands.subList(1, commands.size() - 1), replies);
                    }
                    return replies;
                });
    }

    /** The reply of DISCARD, UNWATCH and the like. */
    @Override
    public @Nullable String getStatusCodeReply() {
        List<CommandArguments> commands = take();
        ProtocolCommand last = commands.get(commands.size() - 1).getCommand();
        if (last == Command.DISCARD || last == Command.UNWATCH) {
            watch.end(UNWATCH);
            return "OK";
        }
        return executeCommand(new CommandObject<>(commands.get(0), BuilderFactory.STRING));
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        check();
        if (command.getArguments().getCommand() == Command.WATCH) {
            return guard(() -> watch.begin(command));
        }
        return guard(() -> watch.isActive() ? watch.call(command) : calls.executeCommand(command));
    }

    @Override
    public @Nullable Object executeCommand(CommandArguments command) {
        return executeCommand(new CommandObject<>(command, BuilderFactory.RAW_OBJECT));
    }

    @Override
    public @Nullable Object executeCommand(ProtocolCommand command) {
        return executeCommand(new CommandArguments(command));
    }

    private boolean isOpenTransaction() {
        return !sent.isEmpty()
                && sent.get(0).getCommand() == Command.MULTI
                && sent.stream().noneMatch(c -> c.getCommand() == Command.EXEC || c.getCommand() == Command.DISCARD);
    }

    private List<CommandArguments> take() {
        List<CommandArguments> commands = sent;
        sent = List.of();
        return commands;
    }

    /** After an exception the replies no longer fit the commands: as with a real connection that broke. */
    private <T> T guard(Supplier<T> action) {
        try {
            return action.get();
        } catch (JedisConnectionException | HaQuorumException | HaInterruptedException e) {
            failure = e;
            throw e;
        }
    }

    private void check() {
        RuntimeException first = failure;
        if (first != null) {
            // Not as the cause: a try-with-resources adds this one to that one.
            throw new JedisConnectionException("the exchange has failed before, begin a new one: " + first);
        }
    }

    @Override
    public @Nullable Object getUnflushedObject() {
        throw new UnsupportedOperationException("a virtual connection carries no messages");
    }

    @Override
    public boolean isConnected() {
        return failure == null;
    }

    @Override
    public boolean isBroken() {
        return failure != null;
    }

    @Override
    public void connect() {
        // There is nothing to open.
    }

    @Override
    public void disconnect() {
        watch.close();
    }

    @Override
    public void close() {
        watch.close();
    }

    @Override
    public void setTimeoutInfinite() {
        // Blocking commands find their own time.
    }

    @Override
    public void rollbackTimeout() {
        // As above.
    }

    @Override
    public String toString() {
        return "VirtualConnection";
    }
}
