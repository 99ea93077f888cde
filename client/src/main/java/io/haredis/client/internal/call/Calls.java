package io.haredis.client.internal.call;

import io.haredis.client.HaUnavailableException;
import io.haredis.client.HaUnknownOutcomeException;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.command.BlockTime;
import io.haredis.client.internal.command.Fate;
import io.haredis.client.internal.command.Verdict;
import io.haredis.client.internal.topology.Reign;
import io.haredis.client.internal.topology.Reigns;
import io.haredis.client.internal.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.executors.CommandExecutor;

/** Sends until it is certain, or until the deadline: the way of all commands. Thread-safe. */
public final class Calls implements CommandExecutor {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(2).toNanos();
    private static final int MOST_DOUBLINGS = 5;

    private final Settings settings;
    private final Reigns reigns;
    private final Topology topology;
    private final Scripts scripts;
    private final long deadlineNanos;

    /** Over these reigns; tells the topology what goes wrong. */
    public Calls(Settings settings, Reigns reigns, Topology topology, Scripts scripts) {
        this.settings = settings;
        this.reigns = reigns;
        this.topology = topology;
        this.scripts = scripts;
        this.deadlineNanos = settings.deadline().toNanos();
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        try {
            T reply = untilCertain(new SingleCommand<>(command), deadline(command));
            scripts.note(command.getArguments(), reply);
            return reply;
        } catch (JedisNoScriptException e) {
            CommandObject<T> whole = scripts.withSource(command);
            if (whole == null) {
                throw e;
            }
            return untilCertain(new SingleCommand<>(whole), deadline(whole));
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

    /** Attempt after attempt; returns, or throws what is known. */
    <T> T untilCertain(Task<T> task, Deadline deadline) {
        for (int attempt = 0; ; attempt++) {
            Reign reign = reigns.await(deadline);
            try {
                return task.attempt(reign, deadline);
            } catch (SendFailure failure) {
                report(reign, failure);
                if (Verdict.of(failure.fate(), task.mayRepeat(settings.retryPolicy())) != Verdict.AGAIN) {
                    throw unknown(reign, task, failure, deadline);
                }
                beforeNext(attempt, failure, deadline);
            }
        }
    }

    /** True if the client's policy lets this command run twice. */
    boolean mayRepeat(CommandArguments command) {
        return settings.retryPolicy().mayRepeat(command);
    }

    /** Tells the topology whom an error speaks against. */
    void report(Reign reign, SendFailure failure) {
        switch (failure.blame()) {
            case MASTER -> topology.suspect(reign, String.valueOf(failure.getMessage()));
            case DOUBT -> topology.look();
            case NONE -> {}
        }
    }

    private void beforeNext(int attempt, SendFailure failure, Deadline deadline) {
        if (deadline.hasPassed()) {
            throw new HaUnavailableException(
                    "not executed before the deadline, last: " + failure.getMessage(), failure.reason());
        }
        // A change of master wakes; what does not change the master is asked again, ever more slowly.
        if (failure.blame() == SendFailure.Blame.DOUBT && failure.fate() == Fate.NOT_EXECUTED) {
            long pause = FIRST_PAUSE_NANOS << Math.min(attempt, MOST_DOUBLINGS);
            reigns.pause(Math.min(
                    deadline.remainingNanos(), ThreadLocalRandom.current().nextLong(pause / 2, pause)));
        }
    }

    private static HaUnknownOutcomeException unknown(
            Reign reign, Task<?> task, SendFailure failure, Deadline deadline) {
        return new HaUnknownOutcomeException(
                task.name(), reign.address(), Instant.now().minusNanos(deadline.elapsedNanos()), failure.reason());
    }

    @Override
    public void close() {
        topology.close();
    }
}
