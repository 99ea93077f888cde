package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.List;

/**
 * After every fault all is well again, with another master where there must be one, and with the same where not; nor does
 * the master change between two faults, or after the last one.
 */
final class Recovery implements Rule {
    /** Of which one is expected: a second election may have to complete the first. */
    private static final int MOST_CHANGES = 2;

    private static final String WITHOUT_NEED = "no master is replaced without need";

    @Override
    public List<Violation> check(History history) {
        List<Violation> found = new ArrayList<>();
        for (int i = 0; i < history.spans().size(); i++) {
            Span span = history.spans().get(i);
            check(span, found);
            if (span.isHealthy()) {
                long then = i + 1 < history.spans().size()
                        ? history.spans().get(i + 1).epochBefore()
                        : inTheEnd(history, span);
                if (then != span.epochAfter()) {
                    found.add(new Violation(
                            WITHOUT_NEED,
                            "all was well after " + span.story() + " in epoch " + span.epochAfter() + ", then came "
                                    + then));
                }
            }
        }
        return found;
    }

    private static void check(Span span, List<Violation> found) {
        long changes = span.epochAfter() - span.epochBefore();
        String epochs = "after " + span.story() + " epoch " + span.epochAfter() + " follows " + span.epochBefore();
        if (!span.isHealthy()) {
            found.add(new Violation("all is well again after every fault", "not after " + span.story()));
        } else if (span.change() == Span.Change.MUST && changes <= 0) {
            found.add(new Violation("a lost master is replaced", "not after " + span.story()));
        } else if (span.change() == Span.Change.MUST_NOT && changes != 0) {
            found.add(new Violation(WITHOUT_NEED, epochs));
        } else if (changes > MOST_CHANGES) {
            found.add(new Violation("a lost master is replaced once", epochs));
        }
    }

    private static long inTheEnd(History history, Span last) {
        return history.copies().stream()
                .filter(Copy::isMaster)
                .mapToLong(Copy::epoch)
                .findFirst()
                .orElse(last.epochAfter());
    }
}
