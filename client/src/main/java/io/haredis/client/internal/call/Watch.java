package io.haredis.client.internal.call;

import io.haredis.client.HaQuorumException;
import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.command.CommandKind;
import io.haredis.client.internal.command.Fate;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.topology.Reign;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Keys watched on one connection. When that is lost, or its reign is over, so is the watch: {@code EXEC} then answers nil as
 * if a key had changed, which callers of WATCH handle anyway; it is never sent elsewhere. Used by one thread.
 */
final class Watch implements AutoCloseable {
    private final Calls calls;
    private @Nullable Reign reign;
    private @Nullable NodeConnection connection;
    private boolean watching;

    Watch(Calls calls) {
        this.calls = calls;
    }

    /** True from WATCH to EXEC, DISCARD or UNWATCH, also if the watch has been lost. */
    boolean isActive() {
        return watching;
    }

    /** WATCH: holds a connection from now on. */
    <T> T begin(CommandObject<T> watch) {
        if (!watching) {
            watching = true;
            return calls.untilCertain(new Pin<>(watch), calls.deadline());
        }
        if (isIntact()) {
            try {
                return onPinned(calls.deadline(), pinned -> pinned.call(watch));
            } catch (SendFailure failure) {
                lose(failure);
            }
        }
        return calls.executeCommand(watch);
    }

    /** A command between WATCH and MULTI: on the same connection, or anywhere once the watch is lost. */
    <T> T call(CommandObject<T> command) {
        if (CommandKind.of(command.getArguments()) == CommandKind.STATEFUL) {
            // What follows would run without it once the connection is lost: in another database, say.
            throw new UnsupportedOperationException(
                    Names.of(command.getArguments()) + " is not possible between WATCH and MULTI");
        }
        if (isIntact()) {
            SingleCommand<T> task = new SingleCommand<>(command);
            Confirmed<T> confirmed = calls.confirmed(task);
            Deadline deadline = calls.deadline();
            try {
                return onPinned(task, confirmed, deadline);
            } catch (SendFailure failure) {
                lose(failure);
                if (confirmed != null && confirmed.isExecuted()) {
                    return calls.untilDurable(confirmed, deadline);
                }
                if (failure.fate() == Fate.UNKNOWN && !calls.mayRepeat(command.getArguments())) {
                    return calls.settled(held(), task, failure, deadline);
                }
            }
        }
        return calls.executeCommand(command);
    }

    /** EXEC; null if the watch was lost or a key changed. */
    @Nullable
    List<Object> execute(List<CommandArguments> commands) {
        Transact transact = new Transact(commands);
        Confirmed<Transact.Outcome> confirmed = calls.confirmed(transact);
        Deadline deadline = calls.deadline();
        try {
            return isIntact() ? onPinned(transact, confirmed, deadline).replies() : null;
        } catch (SendFailure failure) {
            lose(failure);
            if (confirmed != null && confirmed.isExecuted()) {
                return calls.untilDurable(confirmed, deadline).replies();
            }
            if (failure.fate() == Fate.UNKNOWN) {
                return calls.settled(held(), transact, failure, deadline).replies();
            }
            return null;
        } finally {
            release();
        }
    }

    /** UNWATCH and DISCARD. */
    void end(CommandObject<String> unwatch) {
        try {
            if (isIntact()) {
                onPinned(calls.deadline(), pinned -> pinned.call(unwatch));
            }
        } catch (SendFailure failure) {
            lose(failure);
        } finally {
            release();
        }
    }

    private boolean isIntact() {
        Reign of = reign;
        NodeConnection pinned = connection;
        return pinned != null && !pinned.isSpoilt() && of != null && !of.isOver();
    }

    private Reign held() {
        return Objects.requireNonNull(reign, "no connection was held");
    }

    private <T> T onPinned(Deadline deadline, Function<NodeConnection, T> action) {
        return Exchange.using(held(), Objects.requireNonNull(connection), deadline, action);
    }

    private <T> T onPinned(Exchanged<T> task, @Nullable Confirmed<T> confirmed, Deadline deadline) {
        Reign of = held();
        try {
            T reply = onPinned(
                    deadline,
                    pinned -> confirmed == null ? task.run(pinned, of, deadline) : confirmed.run(pinned, of, deadline));
            calls.executed(of, task, deadline);
            return reply;
        } catch (HaQuorumException e) {
            calls.missed(of, task, deadline);
            throw e;
        } catch (JedisDataException e) {
            calls.replied(of, task, deadline);
            throw e;
        }
    }

    private void lose(SendFailure failure) {
        calls.report(held(), failure);
        NodeConnection pinned = connection;
        if (pinned != null) {
            pinned.spoil();
        }
        giveBack();
    }

    private void release() {
        watching = false;
        giveBack();
    }

    private void giveBack() {
        Reign of = reign;
        NodeConnection pinned = connection;
        connection = null;
        if (of != null && pinned != null) {
            of.pool().giveBack(pinned);
        }
    }

    @Override
    public void close() {
        NodeConnection pinned = connection;
        if (pinned != null && watching) {
            pinned.spoil();
        }
        release();
    }

    /** Borrows, sends WATCH, and keeps the connection if that worked. */
    private final class Pin<T> implements Task<T> {
        private final CommandObject<T> watch;

        Pin(CommandObject<T> watch) {
            this.watch = watch;
        }

        @Override
        public T attempt(Reign of, Deadline deadline) {
            NodeConnection pinned = Exchange.borrow(of, deadline);
            boolean held = false;
            try {
                T reply = Exchange.using(of, pinned, deadline, c -> c.call(watch));
                reign = of;
                connection = pinned;
                pinned.keptByCaller();
                held = true;
                return reply;
            } finally {
                if (!held) {
                    of.pool().giveBack(pinned);
                }
            }
        }

        @Override
        public boolean mayRepeat(RetryPolicy policy) {
            return true;
        }

        @Override
        public String name() {
            return "WATCH";
        }
    }
}
