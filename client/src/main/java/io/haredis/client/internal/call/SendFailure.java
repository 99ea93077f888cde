package io.haredis.client.internal.call;

import io.haredis.client.internal.Counters;
import io.haredis.client.internal.command.Fate;
import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.topology.Reign;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** One attempt ended without a reply that counts. Carries what is known; the verdict is for others to reach. */
final class SendFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whom it speaks against. */
    enum Blame {
        /** The node cannot be master: it is asked before anything else is sent. */
        MASTER,
        /** The node may be unwell: it is asked, nothing is held up. */
        DOUBT,
        /** The node is all right; another time it may work. */
        NONE
    }

    private final RuntimeException reason;
    private final Fate fate;
    private final Blame blame;
    private final transient @Nullable Object lateReply;
    private final boolean late;
    private final boolean refusesAll;

    SendFailure(Fate fate, Blame blame, RuntimeException cause) {
        this(fate, blame, cause, false, null, false);
    }

    private SendFailure(
            Fate fate,
            Blame blame,
            RuntimeException cause,
            boolean late,
            @Nullable Object lateReply,
            boolean refusesAll) {
        super(cause.getMessage(), cause, false, false);
        this.reason = cause;
        this.fate = fate;
        this.blame = blame;
        this.late = late;
        this.lateReply = lateReply;
        this.refusesAll = refusesAll;
    }

    /** A reply, or an error, came after the reign: a frozen master that wakes acknowledges what nobody will ever see. */
    static SendFailure late(Reign reign, @Nullable Object reply) {
        return new SendFailure(
                Fate.UNKNOWN,
                Blame.NONE,
                new JedisConnectionException("the reply came when " + reign + " was no longer master"),
                true,
                reply,
                false);
    }

    /** True if there is a reply, which counts only if the old master lost nothing. */
    boolean isLate() {
        return late;
    }

    /** That reply; throws it if it is an error. */
    @Nullable
    Object lateReply() {
        if (lateReply instanceof JedisDataException error) {
            throw error;
        }
        return lateReply;
    }

    /** Refused by the server: not executed. */
    static SendFailure refused(Refusal refusal, JedisDataException error) {
        return new SendFailure(
                Fate.NOT_EXECUTED,
                refusal.deposes() ? Blame.MASTER : Blame.DOUBT,
                error,
                false,
                null,
                refusal == Refusal.NOREPLICAS);
    }

    /** True if the node would refuse everybody's writes now. */
    boolean refusesAll() {
        return refusesAll;
    }

    /** True if it was sent, and the connection ended before the reply. */
    boolean endsItsConnection() {
        return fate == Fate.UNKNOWN && blame == Blame.MASTER && reason instanceof JedisConnectionException;
    }

    /** Counts the attempt that is made again for it. */
    void count(Counters counters) {
        if (fate == Fate.UNKNOWN) {
            counters.lostReply.increment();
        } else if (reason instanceof JedisDataException) {
            counters.refused.increment();
        } else {
            counters.notSent.increment();
        }
    }

    /** What happened. */
    RuntimeException reason() {
        return reason;
    }

    Fate fate() {
        return fate;
    }

    Blame blame() {
        return blame;
    }
}
