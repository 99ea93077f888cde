package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A counter never goes back: not on one server within one epoch, not in its client's replies within one reign, and on no
 * later reading of a master below what a quorum or every replica had. Nor does it count anything twice.
 */
final class Counters implements Rule {
    private static final String RULE = "counters never go back";

    private record Place(String server, long epoch, String key) {}

    @Override
    public List<Violation> check(History history) {
        List<Violation> found = new ArrayList<>();
        replies(history.writes(), found);
        readings(history, found);
        most(history, found);
        Map<String, List<Write>> kept = kept(history.writes());
        for (Look look : history.looks()) {
            if (look.role() == Look.Role.MASTER && look.epoch() >= 0) {
                kept.forEach((key, writes) -> master(look, key, writes, found));
            }
        }
        return found;
    }

    private static void replies(List<Write> writes, List<Violation> found) {
        Map<Place, Write> last = new HashMap<>();
        for (Write write : writes) {
            if (write.isAcknowledged() && !write.appends()) {
                Write before = last.put(new Place(write.server(), write.epoch(), write.key()), write);
                if (before != null && before.reply() >= write.reply()) {
                    found.add(new Violation(
                            RULE,
                            before + " was answered " + before.reply() + ", then " + write + " " + write.reply()));
                }
            }
        }
    }

    private static void readings(History history, List<Violation> found) {
        Set<String> keys = history.looks().stream()
                .flatMap(look -> look.counters().keySet().stream())
                .collect(Collectors.toSet());
        Map<Place, Long> last = new HashMap<>();
        for (Look look : history.looks()) {
            // Without an epoch it may be empty, just before a sync.
            for (String key : look.epoch() < 0 ? look.counters().keySet() : keys) {
                long value = look.counters().getOrDefault(key, 0L);
                Long before = last.put(new Place(look.server(), look.epoch(), key), value);
                if (before != null && before > value) {
                    found.add(new Violation(
                            RULE,
                            key + " went from " + before + " to " + value + " on " + look.node() + " in epoch "
                                    + look.epoch()));
                }
            }
        }
    }

    /** Nothing is counted twice: no more than was sent and not refused. */
    private static void most(History history, List<Violation> found) {
        Map<String, Long> sent = new HashMap<>();
        for (Write write : history.writes()) {
            if (!write.appends() && write.outcome() != Outcome.REFUSED) {
                sent.merge(write.key(), 1L, Long::sum);
            }
        }
        for (Copy copy : history.copies()) {
            copy.counters().forEach((key, value) -> {
                if (copy.isMaster() && value > sent.getOrDefault(key, 0L)) {
                    found.add(new Violation(
                            "no increment counts twice",
                            key + " is " + value + " on " + copy.node() + " after " + sent.getOrDefault(key, 0L)
                                    + " increments"));
                }
            });
        }
    }

    /** By counter, those increments that must stay, each above all before it. */
    private static Map<String, List<Write>> kept(List<Write> writes) {
        Map<String, List<Write>> kept = new HashMap<>();
        for (Write write : writes) {
            if (write.isAcknowledged() && !write.appends() && write.grade().isKept()) {
                List<Write> before = kept.computeIfAbsent(write.key(), key -> new ArrayList<>());
                // A new master that lost some may have counted on from where it was.
                if (before.isEmpty() || before.getLast().reply() < write.reply()) {
                    before.add(write);
                }
            }
        }
        return kept;
    }

    private static void master(Look look, String key, List<Write> kept, List<Violation> found) {
        // A client has one write under way at a time, so the list is in order of time.
        int at = lastBefore(kept, look.before());
        while (at >= 0 && kept.get(at).epoch() > look.epoch()) {
            at--;
        }
        if (at >= 0 && look.counters().getOrDefault(key, 0L) < kept.get(at).reply()) {
            found.add(new Violation(
                    RULE,
                    key + " is " + look.counters().get(key) + " on the master " + look.node() + " of epoch "
                            + look.epoch() + ", but was " + kept.get(at).reply() + " after " + kept.get(at)));
        }
    }

    private static int lastBefore(List<Write> writes, long time) {
        int low = 0;
        int high = writes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (writes.get(middle).done() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
