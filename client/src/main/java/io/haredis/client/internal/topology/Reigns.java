package io.haredis.client.internal.topology;

import io.haredis.client.HaInterruptedException;
import io.haredis.client.HaUnavailableException;
import io.haredis.client.internal.Counters;
import io.haredis.client.internal.Deadline;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The present reign, and the calls that wait for one. Reading it costs one volatile read; those who wait are woken by the
 * change itself. Thread-safe.
 */
public final class Reigns {
    private final int mostWaiting;
    private final Counters counters;
    private final Bell changed = new Bell();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicReference<@Nullable Lead> lead = new AtomicReference<>();
    private volatile @Nullable Reign current;
    private volatile String reason = "no node has answered yet";
    private volatile boolean closed;

    /** Who goes ahead of all calls that are refused. */
    private record Lead(Object call, long until) {}

    /** For at most so many waiting calls. */
    public Reigns(int mostWaiting, Counters counters) {
        this.counters = counters;
        this.mostWaiting = mostWaiting;
    }

    /** The present reign, usable or not, null if there has been none. */
    public @Nullable Reign current() {
        return current;
    }

    /** True if calls have somewhere to go. */
    boolean isSettled() {
        Reign reign = current;
        return reign != null && reign.isUsable();
    }

    /** Calls that wait now. */
    public int waiting() {
        return waiting.get();
    }

    /** True once the client is closed. */
    boolean isClosed() {
        return closed;
    }

    /** Why there is no master, in words for the exception. */
    public String reason() {
        return reason;
    }

    /**
     * The usable reign, at once if there is one.
     *
     * @throws HaUnavailableException at the deadline, if too many wait already, or if the client is closed
     */
    public Reign await(Deadline deadline) {
        Reign reign = current;
        return reign != null && reign.isUsable() ? reign : awaitChange(deadline);
    }

    private Reign awaitChange(Deadline deadline) {
        int others = waiting.getAndUpdate(n -> Math.min(n + 1, mostWaiting));
        if (others >= mostWaiting) {
            throw new HaUnavailableException(others + " calls are waiting for a master already: " + reason);
        }
        long begin = System.nanoTime();
        try {
            counters.waited.increment();
            return awaitUsable(deadline);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            waiting.decrementAndGet();
            counters.waitedNanos.add(System.nanoTime() - begin);
        }
    }

    private Reign awaitUsable(Deadline deadline) throws InterruptedException {
        while (true) {
            long seen = changed.rings();
            Reign reign = current;
            if (closed) {
                throw new HaUnavailableException("the client is closed");
            }
            if (reign != null && reign.isUsable()) {
                return reign;
            }
            long left = deadline.remainingNanos();
            if (left <= 0) {
                throw new HaUnavailableException("no master before the deadline: " + reason);
            }
            changed.await(seen, left);
        }
    }

    /** How often those who wait were woken. */
    public long changes() {
        return changed.rings();
    }

    /** Waits a little before the same node is asked again, or until there are more {@link #changes} than those. */
    public void pause(long seen, long nanos) {
        try {
            changed.await(seen, closed ? 0 : nanos);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static JedisException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new HaInterruptedException("interrupted while waiting for a master", e);
    }

    /**
     * Of the calls that the master refuses for now one goes ahead of the others, for so long at most; it may ask for more.
     *
     * @return true if it is this one
     */
    public boolean goAhead(Object call, long atMostNanos) {
        long now = System.nanoTime();
        Lead mine = new Lead(call, now + atMostNanos);
        while (true) {
            Lead before = lead.get();
            if (before != null && before.call != call && before.until - now > 0) {
                return false;
            }
            if (lead.compareAndSet(before, mine)) {
                return true;
            }
        }
    }

    /** It does so no longer; true if it did. */
    public boolean comeBack(Object call) {
        Lead now = lead.get();
        return now != null && now.call == call && lead.compareAndSet(now, null);
    }

    void explain(String why) {
        reason = why;
    }

    void publish(Reign reign) {
        current = reign;
        wake();
    }

    void confirm(Reign reign) {
        reign.confirm();
        wake();
    }

    /** Calls whose deadline has passed while the master takes nothing end. */
    void freeTheLate() {
        Reign reign = current;
        if (reign != null) {
            reign.pool().freeTheLate();
        }
    }

    void close() {
        closed = true;
        Reign reign = current;
        if (reign != null) {
            reign.abandon();
        }
        wake();
    }

    /** Those who wait look again. */
    public void wake() {
        changed.ring();
    }
}
