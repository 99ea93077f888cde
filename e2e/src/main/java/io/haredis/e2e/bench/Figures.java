package io.haredis.e2e.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A distribution of milliseconds, by nearest rank. */
record Figures(double min, double p50, double p95, double p99, double max) {
    private static final double HALF = 0.5;
    private static final double MOST = 0.95;
    private static final double NEARLY_ALL = 0.99;

    static Figures of(List<Double> milliseconds) {
        List<Double> sorted = milliseconds.stream().sorted().toList();
        return new Figures(
                sorted.getFirst(), rank(sorted, HALF), rank(sorted, MOST), rank(sorted, NEARLY_ALL), sorted.getLast());
    }

    private static double rank(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("min", min);
        map.put("p50", p50);
        map.put("p95", p95);
        map.put("p99", p99);
        map.put("max", max);
        return map;
    }

    static String header() {
        return String.format(
                Locale.ROOT, "%-42s %8s %8s %8s %8s %8s   %s", "ms", "min", "p50", "p95", "p99", "max", "goal");
    }

    String line(String what, String goal) {
        return String.format(
                Locale.ROOT, "%-42s %8.1f %8.1f %8.1f %8.1f %8.1f   %s", what, min, p50, p95, p99, max, goal);
    }
}
