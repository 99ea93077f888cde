package io.haredis.client.internal.call;

import io.haredis.client.HaUnavailableException;
import io.haredis.client.HaUnknownOutcomeException;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.Settings;
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
import redis.clients.jedis.executors.CommandExecutor;

/** Sends until it is certain, or until the deadline: the executor of all single commands. Thread-safe. */
public final class Calls implements CommandExecutor {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(2).toNanos();
    private static final int MOST_DOUBLINGS = 5;

    private final Settings settings;
    private final Reigns reigns;
    private final Topology topology;

    /** Over these reigns; tells the topology what goes wrong. */
    public Calls(Settings settings, Reigns reigns, Topology topology) {
        this.settings = settings;
        this.reigns = reigns;
        this.topology = topology;
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        Deadline deadline = Deadline.in(settings.deadline());
        for (int attempt = 0; ; attempt++) {
            Reign reign = reigns.await(deadline);
            try {
                return Exchange.on(reign, deadline, connection -> connection.call(command));
            } catch (SendFailure failure) {
                report(reign, failure);
                if (Verdict.of(failure.fate(), command.getArguments(), settings.retryPolicy()) != Verdict.AGAIN) {
                    throw unknown(reign, command.getArguments(), failure, deadline);
                }
                beforeNext(attempt, failure, deadline);
            }
        }
    }

    private void report(Reign reign, SendFailure failure) {
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
            Reign reign, CommandArguments command, SendFailure failure, Deadline deadline) {
        return new HaUnknownOutcomeException(
                Names.of(command),
                reign.address(),
                Instant.now().minusNanos(deadline.elapsedNanos()),
                failure.reason());
    }

    @Override
    public void close() {
        topology.close();
    }
}
