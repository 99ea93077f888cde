package io.haredis.client;

import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The call ended without effect: no node could take it before its deadline, too many calls were waiting, no connection of the
 * pool was free in time, a subscription was not established in time, the client is closed, or it is a read whose connection
 * ended under it again and again. A write has <em>not</em> been executed. The message says which node was asked and what it
 * said.
 */
public class HaUnavailableException extends JedisConnectionException {
    private static final long serialVersionUID = 1L;

    /** With the last cause seen. */
    public HaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Without a cause. */
    public HaUnavailableException(String message) {
        super(message);
    }
}
