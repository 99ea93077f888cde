package io.haredis.client.internal.call;

import io.haredis.client.HaUnavailableException;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.call.SendFailure.Blame;
import io.haredis.client.internal.command.Fate;
import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodePool.PoolClosedException;
import io.haredis.client.internal.topology.NotMasterException;
import io.haredis.client.internal.topology.Reign;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** One attempt: borrow, send, read. Says what is known when it fails, and decides nothing. */
final class Exchange {
    private Exchange() {}

    /** Runs an action on a connection of this reign. Error replies of the application's own come out as they are. */
    static <T> T on(Reign reign, Deadline deadline, Function<NodeConnection, T> action) {
        NodeConnection connection = borrow(reign, deadline);
        try {
            return using(reign, connection, deadline, action);
        } finally {
            reign.pool().giveBack(connection);
        }
    }

    /** The same on a connection that the caller holds, and gives back. */
    static <T> T using(Reign reign, NodeConnection connection, Deadline deadline, Function<NodeConnection, T> action) {
        try {
            connection.beginExchange(deadline);
            T reply = action.apply(connection);
            if (reign.isOver()) {
                reign.claim(); // before the connection goes back, or nobody finds out what the reply is worth
                throw SendFailure.late(reign, reply);
            }
            return reply;
        } catch (JedisConnectionException e) {
            throw broken(connection, e);
        } catch (JedisDataException e) {
            RuntimeException failure = refused(connection, e);
            throw failure == e && reign.isOver() ? late(reign, e) : ofNoMaster(connection, failure);
        } catch (SendFailure e) {
            throw ofNoMaster(connection, e);
        }
    }

    /** A server closes a connection behind UNBLOCKED, which is read before that: nobody else may get it. */
    private static RuntimeException ofNoMaster(NodeConnection connection, RuntimeException failure) {
        if (failure instanceof SendFailure sent && sent.blame() == Blame.MASTER) {
            connection.spoil();
        }
        return failure;
    }

    /** What it knew may never have been acknowledged, or is no longer so. */
    private static SendFailure late(Reign reign, JedisDataException error) {
        if (error instanceof JedisNoScriptException || Refusal.isAborted(error)) {
            return new SendFailure(Fate.NOT_EXECUTED, Blame.NONE, error);
        }
        reign.claim();
        return SendFailure.late(reign, error);
    }

    static NodeConnection borrow(Reign reign, Deadline deadline) {
        try {
            return reign.pool().borrow(deadline.remainingNanos());
        } catch (PoolClosedException e) {
            throw new SendFailure(Fate.NOT_EXECUTED, Blame.NONE, e);
        } catch (NoSuchElementException e) {
            throw new HaUnavailableException(
                    "Could not get a resource from the pool of " + reign.address() + ": " + e.getMessage()
                            + "; give the pool more connections (maxTotal) or its callers more time (maxWait)",
                    e);
        } catch (NotMasterException e) {
            throw new SendFailure(Fate.NOT_EXECUTED, Blame.MASTER, e);
        } catch (JedisConnectionException e) {
            // It may be new connections alone that fail: a certificate, a name, no sockets left. Others are as good as
            // before.
            boolean interrupted = Thread.currentThread().isInterrupted();
            throw new SendFailure(Fate.NOT_EXECUTED, interrupted ? Blame.NONE : Blame.DOUBT, e);
        } catch (JedisDataException e) {
            throw failure(e);
        }
    }

    private static SendFailure broken(NodeConnection connection, JedisConnectionException e) {
        Fate fate = connection.hasFlushed() ? Fate.UNKNOWN : Fate.NOT_EXECUTED;
        if (connection.isGivenUp()) {
            String slow = connection.address() + " did not take all of the command before the deadline";
            return new SendFailure(fate, Blame.DOUBT, new JedisConnectionException(slow, e));
        }
        boolean silent = e.getCause() instanceof SocketTimeoutException;
        return new SendFailure(fate, silent ? Blame.DOUBT : isInterrupted(e) ? Blame.NONE : Blame.MASTER, e);
    }

    /** A virtual thread's interrupt closes the socket that it waits for: that says nothing of the node. */
    private static boolean isInterrupted(JedisConnectionException e) {
        return Thread.currentThread().isInterrupted() && e.getCause() instanceof SocketException;
    }

    private static RuntimeException refused(NodeConnection connection, JedisDataException e) {
        // A replica whose last save failed says so before it says that it is a replica.
        if (String.valueOf(e.getMessage()).startsWith("MISCONF") && isReplica(connection)) {
            return new SendFailure(Fate.NOT_EXECUTED, Blame.MASTER, e);
        }
        return failure(e);
    }

    private static boolean isReplica(NodeConnection connection) {
        try {
            return !connection.ask().master();
        } catch (JedisException e) {
            connection.spoil(); // it may have ended in the metadata database
            return false;
        }
    }

    private static RuntimeException failure(JedisDataException e) {
        Optional<Refusal> refusal = Refusal.of(e);
        return refusal.isEmpty() ? e : SendFailure.refused(refusal.get(), e);
    }
}
