package io.haredis.client.internal.call;

import io.haredis.client.internal.topology.Reign;
import io.haredis.client.internal.topology.Reigns;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One call's, with a master that refuses for now, or may do so because it is new. Where it refuses everybody, for want of
 * replicas, one of all calls goes ahead: it asks again and again, and wakes the others when it is answered; they ask by
 * themselves more seldom, for it may be blocked in its command. Each the more seldom the longer it has been refused. Used by
 * one thread.
 */
final class Patience {
    private static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMillis(64).toNanos();
    /** Until others may go ahead, after the pause: who is answered sooner has told them. */
    private static final long LEASE_NANOS = Duration.ofMillis(50).toNanos();

    /** The same for the first attempt in a reign. */
    private static final long FIRST_LEASE_NANOS = Duration.ofMillis(20).toNanos();
    /** Nobody waits longer for other calls before his own first attempt. */
    private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();

    private static final long SHARE = 8;

    private final Reigns reigns;
    private final Reign reign;
    /** What is done by the end of an attempt does so no more, so this is of its beginning. */
    private final boolean mayWrite;

    private final long since = System.nanoTime();
    private long seen;

    /** Begins with the call's first attempt in this reign, or when it is refused first. */
    Patience(Reigns reigns, Reign reign, boolean mayWrite) {
        this.reigns = reigns;
        this.reign = reign;
        this.mayWrite = mayWrite;
        this.seen = reigns.changes();
    }

    boolean isOf(Reign other) {
        return reign == other;
    }

    /**
     * A new master has no replica for some milliseconds, and takes no write: one call tries before the others, who would
     * take the processor from those who give it one.
     */
    void awaitTheFirst(long atMostNanos) {
        long begin = System.nanoTime();
        long most = Math.min(atMostNanos, FIRST_NANOS);
        long left = most;
        while (left > 0
                && !reign.serves()
                && reign.isUsable()
                && !Thread.currentThread().isInterrupted()
                && !reigns.goAhead(this, FIRST_LEASE_NANOS)) {
            reigns.pause(seen, Math.min(left, FIRST_LEASE_NANOS));
            seen = reigns.changes();
            left = most - (System.nanoTime() - begin);
        }
    }

    /** Waits before the next attempt, or until something changes. */
    void await(boolean refusesAll, long atMostNanos) {
        long pause = Math.min(LONGEST_NANOS, Math.max(SHORTEST_NANOS, (System.nanoTime() - since) / SHARE));
        boolean leaves = refusesAll && !reigns.goAhead(this, pause + LEASE_NANOS);
        long mine = leaves ? pause * SHARE : pause;
        if (reigns.current() == reign) {
            reigns.pause(seen, Math.min(atMostNanos, ThreadLocalRandom.current().nextLong(mine / 2, mine)));
        }
        seen = reigns.changes();
    }

    /** The attempt was answered: so will the others' be, if this one went ahead. */
    void answered() {
        boolean first = mayWrite && reign.served();
        if (end() || first) {
            reigns.wake();
        }
    }

    /** Another one may go ahead; true if it was this one. */
    boolean end() {
        return reigns.comeBack(this);
    }
}
