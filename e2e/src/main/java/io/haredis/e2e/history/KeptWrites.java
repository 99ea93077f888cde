package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a quorum or every replica had is there; what was lost besides is the end of a reign that is over, with no gap in
 * it: a stream is replicated in its order.
 */
final class KeptWrites implements Rule {
    private record Reign(String server, long epoch) {}

    @Override
    public List<Violation> check(History history) {
        List<Violation> found = new ArrayList<>();
        List<Write> lost = Losses.of(history);
        for (Write write : lost) {
            if (write.grade().isKept()) {
                found.add(new Violation("no write is lost that a quorum or every replica had", "lost is " + write));
            }
        }
        counters(history, found);
        gaps(history, new HashSet<>(lost), found);
        return found;
    }

    private static void counters(History history, List<Violation> found) {
        for (Copy copy : history.copies()) {
            for (Write write : copy.isMaster() ? history.writes() : List.<Write>of()) {
                long value = copy.counters().getOrDefault(write.key(), 0L);
                if (write.isAcknowledged() && !write.appends() && write.grade().isKept() && value < write.reply()) {
                    found.add(new Violation(
                            "no increment is lost that a quorum or every replica had",
                            write.key() + " is " + value + " in the end, but was " + write.reply() + " after "
                                    + write));
                }
            }
        }
    }

    private static void gaps(History history, Set<Write> lost, List<Violation> found) {
        long lastEpoch = history.writes().stream()
                .filter(Write::isAcknowledged)
                .mapToLong(Write::epoch)
                .max()
                .orElse(0);
        Map<Reign, Write> firstLost = new HashMap<>();
        for (Write write : lost) {
            firstLost.merge(reign(write), write, (one, other) -> one.done() <= other.done() ? one : other);
            if (write.epoch() == lastEpoch) {
                found.add(new Violation("nothing of the last reign is lost", "lost is " + write));
            }
        }
        for (Write write : history.writes()) {
            Write before = firstLost.get(reign(write));
            if (before != null
                    && write.isAcknowledged()
                    && write.appends()
                    && write.sent() > before.done()
                    && !lost.contains(write)) {
                found.add(new Violation(
                        "what is lost is the end of a reign", "lost is " + before + ", but not the later " + write));
            }
        }
    }

    private static Reign reign(Write write) {
        return new Reign(write.server(), write.epoch());
    }
}
