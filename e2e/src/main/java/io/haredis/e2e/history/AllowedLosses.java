package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Only a fault that strikes the master may cost acknowledged writes, and only what came shortly before it or later: a
 * master that hands over, or that nothing has befallen, loses nothing.
 */
final class AllowedLosses implements Rule {
    /** Far longer than the replicas of a healthy cluster are behind. */
    private static final long SHORTLY = 5_000_000_000L;

    @Override
    public List<Violation> check(History history) {
        List<Violation> found = new ArrayList<>();
        for (Write write : Losses.of(history)) {
            for (Span span : history.spans()) {
                if (span.ended(write.epoch())) {
                    check(span, write, found);
                }
            }
        }
        return found;
    }

    private static void check(Span span, Write lost, List<Violation> found) {
        if (span.losesNothing()) {
            found.add(new Violation(
                    "a planned move loses nothing", "lost is " + lost + ", whose reign ended in " + span.story()));
        } else if (lost.done() < span.struck() - SHORTLY) {
            found.add(new Violation(
                    "what is lost came shortly before the fault",
                    "lost is " + lost + ", " + (span.struck() - lost.done()) / 1_000_000 + " ms before "
                            + span.story()));
        }
    }
}
