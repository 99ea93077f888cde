package io.haredis.operator.lease;

import java.time.Duration;

/**
 * The times of the operator's lease.
 *
 * @param validity how long the others respect it after they last saw it renewed
 * @param deadline how long its holder believes in it after the last renewal it sent that was accepted; well below the
 *     validity, since the others start to count later and a call of ours may still be on its way
 * @param renewal how often the holder renews it
 * @param look how often the others look at it
 */
public record Terms(Duration validity, Duration deadline, Duration renewal, Duration look) {
    /** Successor within 6 s of a SIGKILL, and within a second of a SIGTERM. */
    public static final Terms DEFAULT =
            new Terms(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(500));
}
