package io.haredis.e2e.bench;

import java.util.Locale;

/**
 * One kill of a master and when writes went on.
 *
 * @param number of the run, from 1
 * @param killed the old master's pod
 * @param epoch the new master's epoch, 0 if there was none in time
 * @param podsMilliseconds from the kill to the first write by a client that knows the pods
 * @param serviceMilliseconds the same for a plain client on the master Service
 * @param answered whether both writers went on before the time-out, whose length stands for the missing times
 */
record Run(
        int number, String killed, long epoch, double podsMilliseconds, double serviceMilliseconds, boolean answered) {
    static final String HEADER = "run,killed,epoch,pods_ms,service_ms,answered";

    /** As a line of the raw file. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%d,%s,%d,%.1f,%.1f,%s",
                number,
                killed,
                epoch,
                podsMilliseconds,
                serviceMilliseconds,
                answered);
    }
}
