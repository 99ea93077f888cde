package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.List;

/** After every fault all is well again, with another master where there must be one, and with the same where not. */
final class Recovery implements Rule {
    @Override
    public List<Violation> check(History history) {
        List<Violation> found = new ArrayList<>();
        for (Span span : history.spans()) {
            String which = "fault " + span.number() + " (" + span.fault() + ")";
            if (!span.isHealthy()) {
                found.add(new Violation("all is well again after every fault", "not after " + which));
            } else if (span.change() == Span.Change.MUST && span.epochAfter() <= span.epochBefore()) {
                found.add(new Violation("a lost master is replaced", "not after " + which));
            } else if (span.change() == Span.Change.MUST_NOT && span.epochAfter() != span.epochBefore()) {
                found.add(new Violation(
                        "no master is replaced without need",
                        "after " + which + " epoch " + span.epochAfter() + " follows " + span.epochBefore()));
            }
        }
        return found;
    }
}
