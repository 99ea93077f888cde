package io.haredis.client;

import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The call ended without effect: no node could take it before its deadline, too many calls were waiting, or the client is
 * closed. The command has <em>not</em> been executed. The message says which node was asked and what it said.
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
