package io.haredis.client.internal.call;

import io.haredis.client.HaInterruptedException;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.command.ReplicaSafe;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodePool.PoolClosedException;
import io.haredis.client.internal.replica.ReplicaPool;
import io.haredis.client.internal.replica.Replicas;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.executors.CommandExecutor;

/**
 * Sends what only reads to a replica that is fit for it, and everything else, and what no replica answers, the master's way.
 * Each replica is tried once. Thread-safe.
 */
public final class ReplicaCalls implements CommandExecutor {
    /** Within this time nobody who was fit ceases to be so. */
    private static final long SOON_NANOS = Duration.ofMillis(10).toNanos();

    private final Calls calls;
    private final Replicas replicas;

    /** Before the master's way. */
    public ReplicaCalls(Calls calls, Replicas replicas) {
        this.calls = calls;
        this.replicas = replicas;
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        if (!ReplicaSafe.is(command.getArguments())) {
            return calls.executeCommand(command);
        }
        Deadline deadline = calls.deadline();
        long judged = System.nanoTime();
        for (ReplicaPool replica : replicas.inOrder()) {
            if (deadline.hasPassed()) {
                break;
            }
            Attempt<T> attempt = attempt(replica, command, deadline, judged);
            if (attempt.answered()) {
                return attempt.reply();
            }
        }
        return calls.executeCommand(command, deadline);
    }

    /** The reply may be null. */
    private record Attempt<T>(boolean answered, T reply) {
        @SuppressWarnings({"NullAway", "DataFlowIssue"}) // Nobody reads the reply of what was not answered.
        static <T> Attempt<T> none() {
            return new Attempt<>(false, null);
        }
    }

    private <T> Attempt<T> attempt(ReplicaPool replica, CommandObject<T> command, Deadline deadline, long judged) {
        try {
            NodeConnection connection = borrow(replica, deadline);
            try {
                T reply = connection.call(command);
                if (System.nanoTime() - judged > SOON_NANOS && !replicas.isStillFit(replica)) {
                    return Attempt.none();
                }
                calls.answered(replica.address(), command.getArguments(), deadline);
                return new Attempt<>(true, reply);
            } finally {
                replica.pool().giveBack(connection);
            }
        } catch (NoSuchElementException | PoolClosedException | JedisNoScriptException | NotOpened e) {
            return Attempt.none();
        } catch (JedisConnectionException e) {
            if (Thread.currentThread().isInterrupted()) {
                // A virtual thread's interrupt closes the socket that it waits for: that says nothing of the replica.
                throw new HaInterruptedException("interrupted while " + replica.address() + " was read", e);
            }
            calls.look(replica.address());
            replicas.doubt(replica, String.valueOf(e.getMessage()));
            return Attempt.none();
        } catch (JedisDataException e) {
            Optional<Refusal> refusal = Refusal.of(e);
            if (refusal.isEmpty()) {
                calls.answered(replica.address(), command.getArguments(), deadline);
                throw e;
            }
            replicas.doubt(replica, String.valueOf(e.getMessage()));
            return Attempt.none();
        }
    }

    /** It refuses who would connect: its password was changed before the others', say. The master may not. */
    private NodeConnection borrow(ReplicaPool replica, Deadline deadline) {
        try {
            return replica.pool().borrow(deadline.remainingNanos());
        } catch (JedisDataException e) {
            calls.look(replica.address());
            replicas.doubt(replica, String.valueOf(e.getMessage()));
            throw new NotOpened(e);
        }
    }

    private static final class NotOpened extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotOpened(JedisDataException cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
