package io.haredis.e2e.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One planned move, and what plain clients saw of it.
 *
 * @param number from 1
 * @param from pod of the old master
 * @param takeover what the writers saw that know the pods
 * @param service the longest time between two acknowledged writes of the client of the master Service, in milliseconds;
 *     null if it was not served again
 * @param fullSyncs full copies that were given until the move was complete; null if it was not
 * @param kind of the change of master, as the operator reports it
 * @param operator the operator's own stages, from the status
 */
record MoveRun(
        int number,
        String from,
        Takeover takeover,
        @Nullable Double service,
        @Nullable Long fullSyncs,
        String kind,
        Map<String, Object> operator) {
    @Nullable
    Double nobody() {
        return takeover.nobody();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run", number);
        map.put("from", from);
        map.put("to", takeover.to());
        map.put("nobodyMilliseconds", nobody());
        map.put("longestPauseMilliseconds", takeover.pause());
        map.put("restPauseMilliseconds", takeover.rest());
        map.put("serviceMilliseconds", service);
        map.put("refusedAgain", takeover.refusedAgain());
        map.put("oldAfterNew", takeover.oldAfterNew());
        map.put("oldSentAfterNew", takeover.oldSentAfterNew());
        map.put("fullSyncs", fullSyncs);
        map.put("kind", kind);
        map.put("operator", operator);
        return map;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "run %2d  %s -> %s  nobody %s  pause %s (before it %s)  service %s  refused again %d  old after new %d (sent after %d)  full syncs %s  %s %s",
                number,
                from,
                takeover.to() == null ? "nobody" : takeover.to(),
                shown(nobody()),
                shown(takeover.pause()),
                shown(takeover.rest()),
                shown(service),
                takeover.refusedAgain(),
                takeover.oldAfterNew(),
                takeover.oldSentAfterNew(),
                fullSyncs == null ? "unknown" : fullSyncs,
                kind,
                operator);
    }

    private static String shown(@Nullable Double milliseconds) {
        return milliseconds == null ? "none" : String.format(Locale.ROOT, "%.1f ms", milliseconds);
    }
}
