package io.haredis.e2e;

import java.time.Duration;
import java.util.Locale;

/** Measured times are printed, not asserted: a test's bound is ten times what it takes. */
final class Figure {
    private Figure() {}

    static void milliseconds(String what, long fromNanos, long toNanos) {
        duration(what, Duration.ofNanos(toNanos - fromNanos));
    }

    static void duration(String what, Duration took) {
        System.out.printf(Locale.ROOT, "figure: %s: %.0f ms%n", what, took.toNanos() / 1e6);
    }

    static void number(String what, long value) {
        System.out.printf(Locale.ROOT, "figure: %s: %d%n", what, value);
    }
}
