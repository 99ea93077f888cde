package io.haredis.client;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A durable write was executed on the master, but too few replicas are known to have it: it stays if nothing fails, and may be
 * lost if the master does. It is not undone and was not sent again.
 */
public class HaQuorumException extends JedisException {
    private static final long serialVersionUID = 1L;
    /** {@link #required()} where the master does not say how many it takes. */
    public static final long UNKNOWN = -1;

    private final String command;
    private final HostAndPort node;
    private final long acknowledged;
    private final long required;
    private final transient @Nullable Object reply;

    /** Of a command (its name, never its arguments) and what was wrong; {@code reply} is the command's own. */
    public HaQuorumException(
            String command,
            HostAndPort node,
            long acknowledged,
            long required,
            String problem,
            @Nullable Object reply) {
        super(command + " was executed on " + node + ", but is not known to be durable: " + problem
                + ". It is lost if the master fails before a replica gets it. See that the replicas run and keep up; then read"
                + " what is there, or write again if writing twice does no harm");
        this.command = command;
        this.node = node;
        this.acknowledged = acknowledged;
        this.required = required;
        this.reply = reply;
    }

    /** The command's name; of a transaction {@code EXEC}, of a pipeline its first one's. */
    public String command() {
        return command;
    }

    /** The master that executed it. */
    public HostAndPort node() {
        return node;
    }

    /** How many replicas were known to have it. */
    public long acknowledged() {
        return acknowledged;
    }

    /** How many should have it, {@link #UNKNOWN} if the master did not say. */
    public long required() {
        return required;
    }

    /**
     * What the command answered, so that an element that was taken from a list is not gone with the exception; of a pipeline or a
     * transaction the list of its replies as they came.
     */
    public @Nullable Object reply() {
        return reply;
    }
}
