package io.haredis.e2e.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One master lost, and what two plain clients saw of it.
 *
 * @param number from 1
 * @param from pod of the lost master
 * @param to pod that accepted the first write afterwards
 * @param pods milliseconds from the loss to the first write accepted from the client that knows the pods; null if none
 *     came in time
 * @param service the same for the client of the master Service
 * @param operator the operator's own stages, from the status
 */
record Run(
        int number,
        String from,
        @Nullable String to,
        @Nullable Double pods,
        @Nullable Double service,
        Map<String, Object> operator) {
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run", number);
        map.put("from", from);
        map.put("to", to);
        map.put("podsMilliseconds", pods);
        map.put("serviceMilliseconds", service);
        map.put("operator", operator);
        return map;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "run %2d  %s -> %s  pods %s  service %s  operator %s",
                number,
                from,
                to == null ? "nobody" : to,
                shown(pods),
                shown(service),
                operator);
    }

    private static String shown(@Nullable Double milliseconds) {
        return milliseconds == null ? "none" : String.format(Locale.ROOT, "%.1f ms", milliseconds);
    }
}
