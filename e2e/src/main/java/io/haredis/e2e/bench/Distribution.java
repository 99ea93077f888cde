package io.haredis.e2e.bench;

import java.util.List;
import java.util.Locale;

/** Milliseconds of several runs, sorted. */
record Distribution(List<Double> sorted) {
    Distribution {
        sorted = sorted.stream().sorted().toList();
    }

    /** By the nearest rank: the smallest value that at least this share of the runs does not exceed. */
    double quantile(double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.0f ms, p99 %.0f ms, max %.0f ms, %d runs",
                quantile(0.5),
                quantile(0.99),
                quantile(1),
                sorted.size());
    }
}
