package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** While nothing has befallen the master, every client is served, however long the fault lasts. */
final class ServesOn implements Rule {
    private static final long LONGEST = 5_000_000_000L;

    @Override
    public List<Violation> check(History history) {
        Map<String, long[]> served = served(history.writes());
        List<Violation> found = new ArrayList<>();
        for (Span span : history.spans()) {
            if (span.change() == Span.Change.MUST_NOT && !span.expected().hides()) {
                served.forEach((client, times) -> check(span, client, times, found));
            }
        }
        return found;
    }

    private static Map<String, long[]> served(List<Write> writes) {
        Map<String, List<Long>> lists = new TreeMap<>();
        for (Write write : writes) {
            List<Long> times = lists.computeIfAbsent(write.client(), client -> new ArrayList<>());
            if (write.isAcknowledged()) {
                times.add(write.done());
            }
        }
        Map<String, long[]> served = new TreeMap<>();
        lists.forEach((client, times) -> served.put(
                client, times.stream().mapToLong(Long::longValue).sorted().toArray()));
        return served;
    }

    private static void check(Span span, String client, long[] times, List<Violation> found) {
        long until = Math.max(span.healed(), span.struck() + LONGEST);
        long gap = 0;
        long last = span.struck();
        int at = Arrays.binarySearch(times, span.struck());
        for (int i = at < 0 ? -at - 1 : at; i < times.length && times[i] <= until; i++) {
            gap = Math.max(gap, times[i] - last);
            last = times[i];
        }
        gap = Math.max(gap, until - last);
        if (gap >= LONGEST) {
            found.add(new Violation(
                    "a master that nothing has befallen serves on",
                    client + " was not served for " + gap / 1_000_000 + " ms under " + span.story()));
        }
    }
}
