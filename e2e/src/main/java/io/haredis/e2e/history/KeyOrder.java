package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every list holds only what was sent to it and not refused, once, and nothing before what was acknowledged before it was
 * sent. A write of unknown outcome may come late: it lay in the buffer of a server that slept.
 */
final class KeyOrder implements Rule {
    private static final String RULE = "every list is in the order of its writes";

    @Override
    public List<Violation> check(History history) {
        Map<String, Map<Long, Write>> sent = new HashMap<>();
        for (Write write : history.writes()) {
            if (write.appends()) {
                sent.computeIfAbsent(write.key(), key -> new HashMap<>()).put(write.number(), write);
            }
        }
        List<Violation> found = new ArrayList<>();
        for (Copy copy : history.copies()) {
            copy.lists()
                    .forEach((key, numbers) ->
                            check(copy.node(), key, numbers, sent.getOrDefault(key, Map.of()), found));
        }
        return found;
    }

    private static void check(
            String node, String key, List<Long> numbers, Map<Long, Write> sent, List<Violation> found) {
        Set<Long> seen = new HashSet<>();
        long highest = Long.MIN_VALUE;
        for (long number : numbers) {
            String wrong = wrong(sent.get(number), !seen.add(number), number < highest);
            if (wrong != null) {
                found.add(new Violation(RULE, node + " has " + number + " in " + key + ", " + wrong));
            }
            highest = Math.max(highest, number);
        }
    }

    private static @Nullable String wrong(@Nullable Write write, boolean again, boolean afterLater) {
        if (write == null) {
            return "which nobody sent";
        }
        if (write.outcome() == Outcome.REFUSED) {
            return "which was refused";
        }
        if (again) {
            return "twice";
        }
        return write.isAcknowledged() && afterLater
                ? "after a later one, though it was acknowledged before that"
                : null;
    }
}
