package io.haredis.client;

import java.time.Instant;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The command was sent and no reply came that counts: it may have been executed, or not. It was not sent again where
 * running it twice could do harm; where it was, no attempt brought a reply that counts by the deadline. The caller knows best
 * what to check.
 */
public class HaUnknownOutcomeException extends JedisConnectionException {
    private static final long serialVersionUID = 1L;
    private final String command;
    private final HostAndPort node;
    private final Instant sentAt;

    /** Of a command (its name, never its arguments) that was sent to a node at a time. */
    public HaUnknownOutcomeException(String command, HostAndPort node, Instant sentAt, Throwable cause) {
        super(
                command + " was sent to " + node + " and not answered: it may have been executed (" + cause.getMessage()
                        + ")",
                cause);
        this.command = command;
        this.node = node;
        this.sentAt = sentAt;
    }

    /** The command's name; of a transaction {@code EXEC}, of a pipeline its first unanswered command's. */
    public String command() {
        return command;
    }

    /** The node that it was sent to. */
    public HostAndPort node() {
        return node;
    }

    /** When the call began: it was sent then or later. */
    public Instant sentAt() {
        return sentAt;
    }
}
