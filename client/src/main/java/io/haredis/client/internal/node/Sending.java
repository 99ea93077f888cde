package io.haredis.client.internal.node;

import io.haredis.client.internal.Deadline;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * By when the network must have taken what a connection sends: sockets have no time-out for that, and a server that reads
 * nothing takes nothing. Begun and ended by the connection's owner, given up by anybody.
 */
final class Sending {
    private final AtomicReference<@Nullable Deadline> until = new AtomicReference<>();
    private @Nullable Deadline own;
    private boolean givenUp;

    void begin(Deadline deadline) {
        own = deadline;
        givenUp = false;
        until.setRelease(deadline);
    }

    /** All is taken, or nothing more is sent; false if somebody has given it up: the connection is being closed. */
    boolean end() {
        Deadline ended = own;
        own = null;
        givenUp = ended != null && !until.compareAndSet(ended, null);
        return !givenUp;
    }

    /** True, once, if its time is over: whoever gets that closes the connection. */
    boolean giveUp() {
        Deadline late = until.get();
        return late != null && late.hasPassed() && until.compareAndSet(late, null);
    }

    /** For the owner: true if somebody has. */
    boolean isGivenUp() {
        return givenUp || (own != null && until.get() == null);
    }
}
