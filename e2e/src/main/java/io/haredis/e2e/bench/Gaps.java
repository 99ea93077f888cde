package io.haredis.e2e.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long writes were not accepted, in milliseconds; null where no end of it was seen.
 *
 * @param first from the shot to the first reply to a write that was sent after it, so that no reply of the lost master counts
 * @param nobody the longest time between two acknowledged writes, whoever sent them
 * @param thread the longest time that one thread had between two acknowledged writes
 */
record Gaps(
        @Nullable Double first,
        @Nullable Double nobody,
        @Nullable Double thread) {
    /** None was measured. */
    static final Gaps UNENDED = new Gaps(null, null, null);

    /**
     * Of what ended after the shot.
     *
     * @param before {@link System#nanoTime()} before the shot
     * @param after the same when it had been fired
     */
    static Gaps of(List<Page> pages, long before, long after) {
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
                areAllServed
                        ? threads.stream()
                                .mapToDouble(acks -> longest(acks, before))
                                .max()
                                .orElse(0)
                        : null);
    }

    /** Milliseconds; what was acknowledged first has nothing before it but the shot. */
    static double longest(List<Ack> acks, long shot) {
        long[] times = acks.stream().mapToLong(Ack::acknowledged).sorted().toArray();
        long longest = 0;
        for (int i = 0; i < times.length; i++) {
            if (times[i] > shot) {
                longest = Math.max(longest, times[i] - (i == 0 ? shot : times[i - 1]));
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
        map.put("threadMilliseconds", thread);
        return map;
    }
}
