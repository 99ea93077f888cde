package io.haredis.e2e.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long writes were not accepted, in milliseconds; null where no end of it, or no change, was seen.
 *
 * @param first from the shot to the first reply to a write that was sent after it, so that no reply of the lost master counts
 * @param nobody the longest time between two acknowledged writes, whoever sent them: the machine's own pauses too
 * @param change the longest of those around the change of master: from the old one's last reply to the new one's first
 * @param thread the longest time that one thread had between two acknowledged writes
 */
record Gaps(
        @Nullable Double first,
        @Nullable Double nobody,
        @Nullable Double change,
        @Nullable Double thread) {
    /** None was measured. */
    static final Gaps UNENDED = new Gaps(null, null, null, null);

    /**
     * Of what ended after the shot.
     *
     * @param before {@link System#nanoTime()} before the shot
     * @param after the same when it had been fired
     * @param change when the client knew that its master is none, and when it knew the next; empty if it did not tell
     */
    static Gaps of(List<Page> pages, long before, long after, Optional<Span> change) {
        List<List<Ack>> threads = pages.stream().map(Page::acks).toList();
        List<Ack> all = threads.stream().flatMap(List::stream).toList();
        boolean isServed = all.stream().anyMatch(ack -> ack.sent() >= after);
        boolean areAllServed = threads.stream().allMatch(acks -> acks.stream().anyMatch(ack -> ack.sent() >= after));
        long first = all.stream()
                .filter(ack -> ack.sent() >= after)
                .mapToLong(Ack::acknowledged)
                .min()
                .orElse(before);
        return new Gaps(
                isServed ? milliseconds(first - before) : null,
                isServed ? longest(all, before) : null,
                isServed ? change.map(span -> longest(all, before, span)).orElse(null) : null,
                areAllServed
                        ? threads.stream()
                                .mapToDouble(acks -> longest(acks, before))
                                .max()
                                .orElse(0)
                        : null);
    }

    /** Milliseconds; what was acknowledged first has nothing before it but the shot. */
    static double longest(List<Ack> acks, long shot) {
        return longest(acks, shot, new Span(shot, Long.MAX_VALUE));
    }

    /** Of the gaps that have a moment in common with this span. */
    private static double longest(List<Ack> acks, long shot, Span span) {
        long[] times = acks.stream().mapToLong(Ack::acknowledged).sorted().toArray();
        long longest = 0;
        for (int i = 0; i < times.length; i++) {
            long since = i == 0 ? shot : times[i - 1];
            if (times[i] > span.from() && since <= span.to()) {
                longest = Math.max(longest, times[i] - since);
            }
        }
        return milliseconds(longest);
    }

    private static double milliseconds(long nanos) {
        return nanos / 1e6;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("firstMilliseconds", first);
        map.put("nobodyMilliseconds", nobody);
        map.put("changeMilliseconds", change);
        map.put("threadMilliseconds", thread);
        return map;
    }
}
