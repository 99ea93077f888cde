package io.haredis.e2e.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of writes, and of the counters that they added to.
 *
 * @param acknowledged replies
 * @param unknown calls that said that they may have been executed
 * @param failures all other ends, by the kind of error
 * @param lost by how much counters are below what was acknowledged
 * @param surplus by how much counters are above all that may have been executed
 */
record Tally(long acknowledged, long unknown, Map<String, Integer> failures, long lost, long surplus) {
    static final Tally NOTHING = new Tally(0, 0, Map.of(), 0, 0);

    /** @param totals the counters as the master has them, by key */
    static Tally of(List<Page> pages, Map<String, Long> totals) {
        Tally all = NOTHING;
        for (Page page : pages) {
            long total = totals.getOrDefault(page.key(), 0L);
            Map<String, Integer> failures = page.failures();
            all = all.plus(new Tally(
                    page.acknowledged(),
                    page.unknown(),
                    failures,
                    Math.max(0, page.acknowledged() - total),
                    Math.max(0, total - page.acknowledged() - page.unknown() - sum(failures))));
        }
        return all;
    }

    Tally plus(Tally other) {
        Map<String, Integer> both = new TreeMap<>(failures);
        other.failures.forEach((kind, times) -> both.merge(kind, times, Integer::sum));
        return new Tally(
                acknowledged + other.acknowledged,
                unknown + other.unknown,
                both,
                lost + other.lost,
                surplus + other.surplus);
    }

    long failed() {
        return sum(failures);
    }

    private static long sum(Map<String, Integer> failures) {
        return failures.values().stream().mapToLong(Integer::longValue).sum();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("acknowledged", acknowledged);
        map.put("unknown", unknown);
        map.put("failed", failed());
        map.put("failures", failures);
        map.put("lost", lost);
        map.put("surplus", surplus);
        return map;
    }
}
