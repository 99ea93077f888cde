package io.haredis.client.internal.call;

import io.haredis.client.HaQuorumException;
import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.Replies;
import io.haredis.protocol.Keys;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Asks behind a write, in the same round trip, how many replicas have it, and behind that again, in which reign the master is
 * and how many it takes. Immutable.
 */
final class QuorumCheck {
    /**
     * Moves the replication stream, whatever the command before it did: from 7.2 on WAIT covers the connection's last command
     * that wrote to the stream, and that may be an old one.
     */
    private static final CommandArguments NUDGE =
            new CommandArguments(Command.PUBLISH).add("haredis:wait").add("");

    private static final CommandArguments READ =
            new CommandArguments(Command.MGET).add(Keys.EPOCH).add(Keys.QUORUM);

    private final CommandArguments away;
    private final CommandArguments back;

    QuorumCheck(Connector connector) {
        away = new CommandArguments(Command.SELECT).add(connector.metadataDatabase());
        back = new CommandArguments(Command.SELECT).add(connector.config().getDatabase());
    }

    /** The question: waits for so many replicas, at most so long. */
    List<CommandArguments> question(int replicas, long millis) {
        CommandArguments wait = new CommandArguments(Command.WAIT).add(replicas).add(millis);
        return List.of(NUDGE, wait, away, READ, back);
    }

    /**
     * The answer.
     *
     * @param acknowledged replicas that have all that the connection wrote
     * @param epoch of the master after that, null if unknown
     * @param required how many it takes after that, {@link HaQuorumException#UNKNOWN} if unknown
     * @param refused the refusal of WAIT, null if it answered: the node is no master any more
     * @param trouble why no answer can count, null if one can
     */
    record Answer(
            long acknowledged,
            @Nullable Long epoch,
            long required,
            @Nullable JedisDataException refused,
            @Nullable String trouble) {
        boolean isEnough() {
            return required >= 0 && acknowledged >= required;
        }

        /** True if so many replicas were waited for and have it, and it takes more. */
        boolean isShortOf(long asked) {
            return acknowledged >= asked && acknowledged < required;
        }
    }

    /** Reads the answer; {@code millis} as it was asked. */
    Answer read(NodeConnection connection, long millis) {
        connection.allow(millis);
        try {
            Object nudged = connection.nextReply();
            Object acknowledged = connection.nextReply();
            Object selected = connection.nextReply();
            Object values = connection.nextReply();
            if (connection.nextReply() instanceof JedisDataException) {
                connection.spoil();
            }
            return answer(nudged, acknowledged, selected, values);
        } finally {
            connection.rollbackTimeout();
        }
    }

    private static Answer answer(
            @Nullable Object nudged, @Nullable Object waited, @Nullable Object selected, @Nullable Object values) {
        JedisDataException refused =
                waited instanceof JedisDataException error && Refusal.isOfNoMaster(error) ? error : null;
        String trouble = null;
        for (Object reply : new Object[] {nudged, waited, selected, values}) {
            if (trouble == null && reply instanceof JedisDataException error) {
                trouble = "the server says \"" + error.getMessage() + "\"";
            }
        }
        List<?> pair = trouble == null && values instanceof List<?> list && list.size() == 2 ? list : null;
        Long required = pair == null ? null : Replies.number(pair.get(1));
        return new Answer(
                waited instanceof Long count ? count : 0,
                pair == null ? null : Replies.number(pair.get(0)),
                required == null || required > Integer.MAX_VALUE ? HaQuorumException.UNKNOWN : required,
                refused,
                trouble);
    }
}
