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

    synchronized String summary(double seconds) {
        return String.format(
                "%d schedules in %.1f s (%.0f a second): %d changes of master, %d writes acknowledged by WAIT,"
                        + " %d ended as DataAtRisk, %d broke a promise",
                schedules, seconds, schedules / seconds, promotions, acknowledged, atRisk, broken.size());
    }
}
