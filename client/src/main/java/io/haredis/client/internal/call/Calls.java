package io.haredis.client.internal.call;

import io.haredis.client.HaInterruptedException;
import io.haredis.client.HaQuorumException;
import io.haredis.client.HaUnavailableException;
import io.haredis.client.HaUnknownOutcomeException;
import io.haredis.client.internal.Counters;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.command.BlockTime;
import io.haredis.client.internal.command.Fate;
import io.haredis.client.internal.command.Verdict;
import io.haredis.client.internal.topology.Reign;
import io.haredis.client.internal.topology.Reigns;
import io.haredis.client.internal.topology.Topology;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.executors.CommandExecutor;

/** Sends until it is certain, or until the deadline: the way of all commands. Thread-safe. */
public final class Calls implements CommandExecutor {
    private final Settings settings;
    private final Reigns reigns;
    private final Topology topology;
    private final Scripts scripts;
    private final Counters counters;
    private final long deadlineNanos;
    private final @Nullable QuorumCheck check;

    /** Over these reigns; tells the topology what goes wrong. */
    public Calls(Settings settings, Reigns reigns, Topology topology, Scripts scripts, Counters counters) {
        this.counters = counters;
        this.settings = settings;
        this.reigns = reigns;
        this.topology = topology;
        this.scripts = scripts;
        this.deadlineNanos = settings.deadline().toNanos();
        this.check = null;
    }

    private Calls(Calls calls, QuorumCheck check) {
        this.counters = calls.counters;
        this.settings = calls.settings;
        this.reigns = calls.reigns;
        this.topology = calls.topology;
        this.scripts = calls.scripts;
        this.deadlineNanos = calls.deadlineNanos;
        this.check = check;
    }

    /** The same, for writes that count once a quorum has them. */
    public Calls durable() {
        return new Calls(this, new QuorumCheck(settings.connector()));
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        return executeCommand(command, deadline(command));
    }

    /** The same by a deadline that has begun already. */
    <T> T executeCommand(CommandObject<T> command, Deadline deadline) {
        if (check != null && command.getArguments().getCommand() == Command.HIMPORT) {
            // Jedis prepares the connection first, and the question would come between that and the command.
            throw new UnsupportedOperationException("HIMPORT cannot be durable: use durability(Durability.ASYNC)");
        }
        try {
            T reply = send(new SingleCommand<>(command), deadline);
            scripts.note(command.getArguments(), reply);
            return reply;
        } catch (JedisNoScriptException e) {
            CommandObject<T> whole = scripts.withSource(command);
            if (whole == null) {
                throw e;
            }
            return send(new SingleCommand<>(whole), deadline);
        }
    }

    private Deadline deadline(CommandObject<?> command) {
        if (!command.getArguments().isBlocking()) {
            return Deadline.inNanos(deadlineNanos);
        }
        long block = BlockTime.millis(command.getArguments());
        if (block == BlockTime.FOREVER) {
            return Deadline.inNanos(Long.MAX_VALUE);
        }
        return Deadline.inNanos(deadlineNanos + Math.max(0, block) * 1_000_000);
    }

    /** The usual deadline, from now. */
    Deadline deadline() {
        return Deadline.inNanos(deadlineNanos);
    }

    /** Until certain; what writes, until it is durable if that is asked for. */
    <T> T send(Exchanged<T> task, Deadline deadline) {
        Confirmed<T> confirmed = confirmed(task);
        return confirmed == null ? untilCertain(task, deadline) : untilDurable(confirmed, deadline);
    }

    /** The task with its confirmation, null if it needs none. */
    <T> @Nullable Confirmed<T> confirmed(Exchanged<T> task) {
        return check == null || !task.mayWrite()
                ? null
                : new Confirmed<>(task, check, settings.quorum().patience().toMillis());
    }

    <T> T untilDurable(Confirmed<T> task, Deadline deadline) {
        try {
            return untilCertain(task, deadline);
        } catch (HaUnavailableException | HaInterruptedException e) {
            if (task.isExecuted()) {
                missed(task.executedIn(), task, deadline);
            }
            throw task.atTheEnd(e);
        }
    }

    /** Attempt after attempt; returns, or throws what is known. */
    <T> T untilCertain(Task<T> task, Deadline deadline) {
        Patience patience = null;
        Attempts attempts = new Attempts();
        try {
            while (true) {
                Reign reign = reigns.await(deadline);
                patience = beforeFirst(reign, patience, task, deadline);
                if (!reign.isUsable()) {
                    continue;
                }
                SendFailure failure;
                try {
                    T reply = task.attempt(reign, deadline);
                    answered(patience);
                    executed(reign, task, deadline);
                    return reply;
                } catch (HaQuorumException e) {
                    answered(patience);
                    missed(reign, task, deadline);
                    throw e;
                } catch (JedisDataException applicationsOwn) {
                    answered(patience);
                    replied(reign, task, deadline);
                    throw applicationsOwn;
                } catch (SendFailure e) {
                    failure = e;
                }
                report(reign, failure);
                if (Verdict.of(failure.fate(), task.mayRepeat(settings.retryPolicy())) != Verdict.AGAIN) {
                    return settled(reign, task, failure, deadline);
                }
                attempts.again(task, reign, failure);
                patience = beforeNext(reign, patience, task, failure, deadline);
            }
        } catch (HaUnavailableException | HaInterruptedException e) {
            // It says "not executed", which may hold for the last attempt, but not for all of them.
            throw attempts.orUnknown(e, (reign, unclear) -> unknown(reign, task.name(), unclear, deadline));
        } finally {
            end(patience);
        }
    }

    private static void answered(@Nullable Patience patience) {
        if (patience != null) {
            patience.answered();
        }
    }

    private static void end(@Nullable Patience patience) {
        if (patience != null) {
            patience.end();
        }
    }

    private @Nullable Patience beforeFirst(Reign reign, @Nullable Patience patience, Task<?> task, Deadline deadline) {
        if (reign.serves() || !task.mayWrite() || task.mayBlock() || (patience != null && patience.isOf(reign))) {
            return patience;
        }
        end(patience);
        Patience now = new Patience(reigns, reign, true);
        now.awaitTheFirst(deadline.remainingNanos());
        return now;
    }

    /** What a pipeline or a transaction has loaded, for a master that has not. */
    void remember(List<CommandArguments> commands, List<Object> replies) {
        scripts.note(commands, replies);
    }

    /** True if the client's policy lets this command run twice. */
    boolean mayRepeat(CommandArguments command) {
        return settings.retryPolicy().mayRepeat(command);
    }

    /** Tells the topology whom an error speaks against. */
    void report(Reign reign, SendFailure failure) {
        switch (failure.blame()) {
            case MASTER -> topology.suspect(reign, String.valueOf(failure.getMessage()));
            case DOUBT -> topology.look(reign.address());
            case NONE -> {}
        }
    }

    private @Nullable Patience beforeNext(
            Reign reign, @Nullable Patience patience, Task<?> task, SendFailure failure, Deadline deadline) {
        if (Thread.currentThread().isInterrupted()) {
            // Its I/O would fail at once, again and again, where the thread is a virtual one.
            throw new HaInterruptedException(
                    "interrupted, and not executed, last: " + failure.getMessage(), failure.reason());
        }
        if (deadline.hasPassed()) {
            throw new HaUnavailableException(
                    task.name() + " was not executed before the deadline; last, " + reign.address() + " said: "
                            + failure.getMessage(),
                    failure.reason());
        }
        failure.count(counters);
        // A change of master wakes; what does not change the master is asked again.
        boolean forNow = failure.blame() == SendFailure.Blame.DOUBT && failure.fate() == Fate.NOT_EXECUTED;
        boolean goesOn = forNow && patience != null && patience.isOf(reign);
        if (!goesOn) {
            end(patience);
        }
        if (!forNow) {
            return null;
        }
        Patience now = patience != null && goesOn ? patience : new Patience(reigns, reign, task.mayWrite());
        now.await(failure.refusesAll(), deadline.remainingNanos());
        return now;
    }

    /** The late reply, or error, if it counts, else nobody knows. */
    @SuppressWarnings({"unchecked", "NullAway"}) // The own reply of the task, nil too, which came too late.
    <T> T settled(Reign reign, Task<T> task, SendFailure failure, Deadline deadline) {
        if (failure.isLate() && reign.hasLostNothing(deadline.remainingNanos())) {
            replied(reign, task, deadline);
            T reply = (T) failure.lateReply();
            Reign current = reigns.current();
            countWrites(current == null ? reign : current, task);
            return reply;
        }
        throw unknown(reign, task.name(), failure, deadline);
    }

    /** A task has its reply, an error perhaps. */
    void replied(Reign reign, Task<?> task, Deadline deadline) {
        counters.calls.increment();
        CommandLog.replied(task::name, reign.address(), deadline);
    }

    private static void countWrites(Reign reign, Task<?> task) {
        int writes = task.writes();
        if (writes > 0) {
            reign.count(writes);
        }
    }

    /** A task has its reply, and was executed. */
    void executed(Reign reign, Task<?> task, Deadline deadline) {
        replied(reign, task, deadline);
        countWrites(reign, task);
    }

    /** The same, and the reply does not count. */
    void missed(Reign reign, Task<?> task, Deadline deadline) {
        counters.quorumsMissed.increment();
        executed(reign, task, deadline);
    }

    /** A replica has answered, by an error perhaps. */
    void answered(HostAndPort replica, CommandArguments command, Deadline deadline) {
        counters.calls.increment();
        counters.replicaReads.increment();
        CommandLog.replied(() -> Names.of(command), replica, deadline);
    }

    /** A replica did not answer: it is asked how it is. */
    void look(HostAndPort replica) {
        topology.look(replica);
    }

    HaUnknownOutcomeException unknown(Reign reign, String name, SendFailure failure, Deadline deadline) {
        counters.unknownOutcomes.increment();
        return new HaUnknownOutcomeException(
                name, reign.address(), Instant.now().minusNanos(deadline.elapsedNanos()), failure.reason());
    }

    @Override
    public void close() {
        topology.close();
    }
}
