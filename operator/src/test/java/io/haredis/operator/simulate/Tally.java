package io.haredis.operator.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts what became of many schedules. Thread-safe. */
final class Tally {
    private final List<Schedule.Outcome> broken = new ArrayList<>();
    private long schedules;
    private long promotions;
    private long acknowledged;
    private long atRisk;

    synchronized void add(Schedule.Outcome outcome) {
        schedules++;
        promotions += outcome.promotions();
        acknowledged += outcome.acknowledged();
        atRisk += outcome.atRisk() ? 1 : 0;
        if (outcome.violation() != null) {
            broken.add(outcome);
        }
    }

    /** Each schedule that broke a promise, by seed. */
    synchronized List<String> broken() {
        return first(Integer.MAX_VALUE).stream()
                .map(o -> "seed " + o.seed() + " (" + o.profile() + "): " + o.violation())
                .toList();
    }

    synchronized List<Schedule.Outcome> first(int most) {
        return broken.stream()
                .sorted(Comparator.comparingLong(Schedule.Outcome::seed))
                .limit(most)
                .toList();
    }

    synchronized boolean hasBrokenBefore(long seed) {
        return broken.stream().anyMatch(o -> o.seed() < seed);
    }

    synchronized long schedules() {
        return schedules;
    }

    /** How far it is, and when it will be over if it goes on like that. */
    synchronized String progress(long of, double seconds) {
        double rate = schedules / seconds;
        return String.format(
                "%d of %d schedules (%.0f a second), %s, %s to go",
                schedules, of, rate, verdict(), schedules == 0 ? "some time" : span((of - schedules) / rate));
    }

    /** The last line of a run that somebody ended. */
    synchronized String ended(long first, long of, double seconds) {
        return String.format(
                "ended after %s: %d of %d schedules from seed %d on were run, %s",
                span(seconds), schedules, of, first, verdict());
    }

    private String verdict() {
        return broken.isEmpty()
                ? "none broke a promise"
                : broken.size() + " broke a promise, the first seed "
                        + first(1).getFirst().seed();
    }

    private static String span(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format("%d:%02d min", whole / 60, whole % 60)
                : String.format("%d:%02d h", whole / 3600, whole / 60 % 60);
    }

    synchronized String summary(double seconds) {
        return String.format(
                "%d schedules in %.1f s (%.0f a second): %d changes of master, %d writes acknowledged by WAIT,"
                        + " %d ended as DataAtRisk, %d broke a promise",
                schedules, seconds, schedules / seconds, promotions, acknowledged, atRisk, broken.size());
    }
}
