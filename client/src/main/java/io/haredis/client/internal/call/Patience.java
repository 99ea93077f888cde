package io.haredis.client.internal.call;

import io.haredis.client.internal.topology.Reigns;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One call's, with a master that refuses for now: it has too few replicas yet, or no connection left. Of all calls that wait
 * for it one goes ahead, asks it again and again, and wakes the others when it is served; they ask by themselves more seldom,
 * for it may be blocked in its command. All of them the more seldom the longer this has lasted. Used by one thread.
 */
final class Patience {
    private static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMillis(64).toNanos();
    private static final long SHARE = 8;

    private final Reigns reigns;
    private final long since = System.nanoTime();
    private boolean ahead;

    /** Begins when the call is refused first. */
    Patience(Reigns reigns) {
        this.reigns = reigns;
    }

    /** Waits before the next attempt, or until something changes. */
    void await(long atMostNanos) {
        ahead = ahead || reigns.goAhead();
        long pause = Math.min(LONGEST_NANOS, Math.max(SHORTEST_NANOS, (System.nanoTime() - since) / SHARE));
        long mine = ahead ? pause : pause * SHARE;
        reigns.pause(Math.min(atMostNanos, ThreadLocalRandom.current().nextLong(mine / 2, mine)));
    }

    /** The attempt was served: so will the others' be. */
    void served() {
        end();
        reigns.wake();
    }

    /** The call has ended, in whatever way: another one may go ahead. */
    void end() {
        if (ahead) {
            ahead = false;
            reigns.comeBack();
        }
    }
}
