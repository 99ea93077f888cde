package io.haredis.client.internal.topology;

import redis.clients.jedis.exceptions.JedisConnectionException;

/** A new connection reached a node that is not the master it was opened for. Nothing was sent. */
public final class NotMasterException extends JedisConnectionException {
    private static final long serialVersionUID = 1L;

    NotMasterException(String message) {
        super(message);
    }
}
