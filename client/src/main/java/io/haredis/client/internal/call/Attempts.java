package io.haredis.client.internal.call;

import io.haredis.client.HaUnavailableException;
import io.haredis.client.HaUnknownOutcomeException;
import io.haredis.client.internal.command.Fate;
import io.haredis.client.internal.topology.Reign;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/** What the attempts of one call have come to: what of them nobody knows, and how many ended its connection. Used by one thread. */
final class Attempts {
    /** A server is lost under the same call so often by chance, not more. */
    private static final int ENDED = 3;

    private @Nullable SendFailure unclear;
    private @Nullable Reign unclearIn;
    private int ended;

    /** One that is to be made again. Throws if the command must be what ends its connections: each master in turn would get it. */
    void again(Task<?> task, Reign reign, SendFailure failure) {
        if (failure.fate() == Fate.UNKNOWN ? task.mayWrite() : task.isHalfDone()) {
            unclear = failure;
            unclearIn = reign;
        }
        // What blocks for hours sees many a master die.
        boolean counts = !task.mayBlock() && !task.isExecuted();
        if (counts && failure.endsItsConnection() && ++ended == ENDED) {
            throw new HaUnavailableException(
                    task.name() + " was sent " + ENDED + " times, and each time its connection ended before the reply"
                            + " came, last that to " + reign.address() + ": " + failure.getMessage()
                            + "; it is not sent again, for it may be what ends its server, or ask for more than the"
                            + " server sends (client-output-buffer-limit): see that server's log",
                    failure.reason());
        }
    }

    /** The call's end as it is, or as of unknown outcome if any attempt was. */
    JedisException orUnknown(JedisException end, BiFunction<Reign, SendFailure, HaUnknownOutcomeException> unknown) {
        if (unclear == null || unclearIn == null) {
            return end;
        }
        HaUnknownOutcomeException unclearEnd = unknown.apply(unclearIn, unclear);
        unclearEnd.addSuppressed(end);
        return unclearEnd;
    }
}
