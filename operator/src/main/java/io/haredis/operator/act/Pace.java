package io.haredis.operator.act;

import java.time.Duration;

/** Time, as the loop sees it: monotonic, and virtual in the simulator. */
public interface Pace {
    /** Nanoseconds since some fixed moment. */
    long nanos();

    /** Waits. */
    void pause(Duration time) throws InterruptedException;

    /** How long ago that moment was. */
    default Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }
}
