package io.haredis.client;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The calling thread was interrupted while its call waited, and the call was given up without effect; the thread's interrupt
 * status is set. Where a part of it may have been executed the call ends in {@link HaUnknownOutcomeException} instead, where a
 * durable write was, in {@link HaQuorumException}.
 */
public class HaInterruptedException extends JedisException {
    private static final long serialVersionUID = 1L;

    /** While doing this. */
    public HaInterruptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
