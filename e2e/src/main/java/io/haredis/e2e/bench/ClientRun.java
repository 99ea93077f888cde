package io.haredis.e2e.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One master lost or moved, and what the writers of one client saw of it.
 *
 * @param number from 1
 * @param from the master before
 * @param to the master afterwards
 * @param gaps without writes
 * @param tally of the writes around it
 * @param operator the operator's own stages, empty without one
 * @param events what the client told, with milliseconds from the shot
 */
record ClientRun(
        int number, String from, String to, Gaps gaps, Tally tally, Map<String, Object> operator, List<String> events) {
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run", number);
        map.put("from", from);
        map.put("to", to);
        map.putAll(gaps.toMap());
        map.putAll(tally.toMap());
        map.put("operator", operator);
        map.put("events", events);
        return map;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "run %2d  %s -> %s  first %s  nobody %s  change %s  thread %s  unknown %d  failed %d %s  lost %d  surplus %d  operator %s",
                number,
                from,
                to,
                shown(gaps.first()),
                shown(gaps.nobody()),
                shown(gaps.change()),
                shown(gaps.thread()),
                tally.unknown(),
                tally.failed(),
                tally.failures(),
                tally.lost(),
                tally.surplus(),
                operator);
    }

    private static String shown(@Nullable Double milliseconds) {
        return milliseconds == null ? "none" : String.format(Locale.ROOT, "%.1f", milliseconds);
    }
}
