package io.haredis.client.internal;

/** The moment by which a call has ended, on the monotonic clock. */
public final class Deadline {
    private final long start;
    private final long nanos;

    private Deadline(long start, long nanos) {
        this.start = start;
        this.nanos = nanos;
    }

    /** So many nanoseconds from now. */
    public static Deadline inNanos(long nanos) {
        return new Deadline(System.nanoTime(), nanos);
    }

    /** Nanoseconds that are left, 0 or less if none. */
    public long remainingNanos() {
        return nanos - elapsedNanos();
    }

    /** Nanoseconds since the call began. */
    public long elapsedNanos() {
        return System.nanoTime() - start;
    }

    /** True if it has passed. */
    public boolean hasPassed() {
        return remainingNanos() <= 0;
    }
}
