package io.haredis.client.internal.topology;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes all who wait at the same time. Those who wait on a condition of a lock are woken one after the other, each when the
 * one before it has run: on busy processors sixteen of them took 40 ms. Thread-safe.
 */
final class Bell {
    private final AtomicLong rings = new AtomicLong();
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

    /** How often it was rung: to be read before whatever the waiting depends on. */
    long rings() {
        return rings.get();
    }

    void ring() {
        rings.incrementAndGet();
        waiting.forEach(LockSupport::unpark);
    }

    /** Waits until it is rung more often than so many times, at most so long. */
    void await(long seen, long nanos) throws InterruptedException {
        long begin = System.nanoTime();
        waiting.add(Thread.currentThread());
        try {
            long left = nanos;
            while (left > 0 && rings.get() == seen) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.parkNanos(this, left);
                left = nanos - (System.nanoTime() - begin);
            }
        } finally {
            waiting.remove(Thread.currentThread());
        }
    }
}
