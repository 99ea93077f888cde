package io.haredis.client.internal.topology;

import io.haredis.client.HaUnavailableException;
import io.haredis.client.internal.Counters;
import io.haredis.client.internal.Deadline;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The present reign, and the calls that wait for one. Reading it costs one volatile read; those who wait are woken by the
 * change itself. Thread-safe.
 */
public final class Reigns {
    private final int mostWaiting;
    private final Counters counters;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Object ahead;
    private long aheadUntil;
    private final Condition changed = lock.newCondition();
    private volatile @Nullable Reign current;
    private volatile String reason = "no node has answered yet";
    private volatile boolean closed;
    private int waiting;
    private long changes;

    /** For at most so many waiting calls. */
    public Reigns(int mostWaiting, Counters counters) {
        this.counters = counters;
        this.mostWaiting = mostWaiting;
    }

    /** The present reign, usable or not, null if there has been none. */
    public @Nullable Reign current() {
        return current;
    }

    /** Calls that wait now. */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            if (waiting >= mostWaiting) {
                throw new HaUnavailableException(waiting + " calls are waiting for a master already: " + reason);
            }
            waiting++;
            counters.waited.increment();
            long begin = System.nanoTime();
            try {
                return awaitUsable(deadline);
            } finally {
                waiting--;
                counters.waitedNanos.add(System.nanoTime() - begin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisException("interrupted while waiting for a master", e);
        } finally {
            lock.unlock();
        }
    }

    private Reign awaitUsable(Deadline deadline) throws InterruptedException {
        long left = deadline.remainingNanos();
        while (true) {
            Reign reign = current;
            if (closed) {
                throw new HaUnavailableException("the client is closed");
            }
            if (reign != null && reign.isUsable()) {
                return reign;
            }
            if (left <= 0) {
                throw new HaUnavailableException("no master before the deadline: " + reason);
            }
            left = changed.awaitNanos(left);
        }
    }

    /** How often those who wait were woken. */
    public long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** Waits a little before the same node is asked again, or until there are more {@link #changes} than those. */
    public void pause(long seen, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && seen == changes && !closed) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisException("interrupted while waiting for a master", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Of the calls that the master refuses for now one goes ahead of the others, for so long at most; it may ask for more.
     *
     * @return true if it is this one
     */
    public boolean goAhead(Object call, long atMostNanos) {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (ahead != null && ahead != call && aheadUntil - now > 0) {
                return false;
            }
            ahead = call;
            aheadUntil = now + atMostNanos;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** It does so no longer; true if it did. */
    public boolean comeBack(Object call) {
        lock.lock();
        try {
            boolean was = ahead == call;
            ahead = was ? null : ahead;
            return was;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
