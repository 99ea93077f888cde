package io.haredis.client.internal;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/** The calling thread was interrupted, and its call given up; the thread's interrupt status is set. */
public final class InterruptedCallException extends JedisException {
    private static final long serialVersionUID = 1L;

    /** While doing this. */
    public InterruptedCallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
