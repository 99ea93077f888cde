package io.haredis.e2e.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * A row of the table of faults.
 *
 * @param name as it is reported
 * @param weight how often it is drawn, against the others'
 * @param least how long it lasts at least
 * @param most how long it lasts at most
 * @param aim gets everything ready, so that the shot itself takes no time
 */
record Fault(String name, int weight, Duration least, Duration most, BiFunction<Scene, Scene.Aims, Shot> aim) {
    /** So long this time. */
    Duration hold(Random random) {
        long range = most.toMillis() - least.toMillis();
        return least.plusMillis(range == 0 ? 0 : random.nextLong(range + 1));
    }
}
