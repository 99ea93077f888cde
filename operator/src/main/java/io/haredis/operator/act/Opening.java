package io.haredis.operator.act;

import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.protocol.Keys;
import io.haredis.protocol.Metadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promoted master is opened by a second transaction, once the replies of the first tell that it is whole (ADR 19). It is
 * watched in the same write as the first: whoever fences it in between stamps it, and then it stays closed.
 *
 * @param command opens it
 * @param epoch of its reign
 */
record Opening(Command command, long epoch) {
    /** Sent last in the same write as the promotion. */
    static final List<Command> WATCH = List.of(
            Command.of("WATCH", Keys.EPOCH, Keys.FENCE), Command.of("GET", Keys.EPOCH), Command.of("GET", Keys.FENCE));

    /**
     * Opens it, unless somebody came in between. Whatever keeps it from that, a death of ours too, the next pass of either
     * operator finds it closed.
     *
     * @param replies to all that was sent, {@link #WATCH} at the end
     * @return false if it is gone, or somebody came in between: it must be looked at before anybody is told to follow it
     */
    boolean follow(Link link, List<Object> replies) {
        List<Object> watched = replies.subList(replies.size() - WATCH.size(), replies.size());
        if (!isStillOurs(watched.get(1), watched.get(2))) {
            return false;
        }
        try {
            return link.call(List.of(Command.of("MULTI"), command, Command.of("EXEC")))
                            .getLast()
                    != null;
        } catch (LinkException e) {
            return false;
        }
    }

    private boolean isStillOurs(@Nullable Object key, @Nullable Object stamp) {
        return Long.toString(epoch).equals(key) && (stamp == null || !isAbove(stamp.toString()));
    }

    private boolean isAbove(String stamp) {
        long number = stamp.matches("[0-9]{1,15}") ? Long.parseLong(stamp) : 0;
        return number > epoch && number <= epoch + Metadata.FAR; // what no operator wrote says nothing
    }
}
