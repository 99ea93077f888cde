package io.haredis.operator.wire;

import java.util.List;

/**
 * One connection to one Redis server. All calls on it reach the same process: a restart closes it. Not thread-safe.
 *
 * <p>Two implementations: a Jedis connection, and the simulator's.
 */
public interface Link extends AutoCloseable {
    /**
     * Sends all commands in one write and reads one reply for each.
     *
     * @return per command a {@code String}, {@code Long}, {@code List}, {@link ErrorReply} or null
     * @throws LinkException if not every reply came; what was executed is then unknown
     */
    List<Object> call(List<Command> commands) throws LinkException;

    /** Sends the same, and does not wait: several servers can work on what they were sent. One at a time on a connection. */
    default Sent send(List<Command> commands) {
        try {
            List<Object> replies = call(commands);
            return () -> replies;
        } catch (LinkException e) {
            return Sent.failed(e);
        }
    }

    /** What was sent, and is asked for once. */
    interface Sent {
        /** Waits for the replies, as {@link Link#call} does. */
        List<Object> replies() throws LinkException;

        /** What could not be sent: who asks for it is told why. */
        static Sent failed(LinkException why) {
            return () -> {
                throw why;
            };
        }
    }

    @Override
    void close();
}
