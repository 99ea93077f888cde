package io.haredis.e2e.bench;

import java.time.Duration;
import java.util.List;

/** Threads that add to counters through one client, each some thousand times a second at most, until they are closed. */
interface Writers extends AutoCloseable {
    int THREADS = 16;
    /** Between two writes of a thread; the variable PACE, in milliseconds. */
    Duration PACE = Duration.ofMillis(Long.parseLong(System.getenv().getOrDefault("PACE", "1")));
    /** How long the slowest call may take. */
    Duration LONGEST_CALL = Duration.ofSeconds(30);

    /**
     * A new round, with counters of its own.
     *
     * @param name of the round, the prefix of its keys
     * @param isRecorded true if each acknowledgement is to be known, not only their number
     * @return the pages of the round before, one a thread, with every call's end in it
     */
    List<Page> begin(String name, boolean isRecorded);

    /** True if every thread was acknowledged a write that it sent after this {@link System#nanoTime()}. */
    boolean areServedSince(long nanos);

    @Override
    void close();
}
