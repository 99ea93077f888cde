package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * At most one master in every epoch; epochs only grow; a deposed master acknowledges nothing unless it could not know, and
 * nothing at all to a quorum, and is none any more soon after the fault.
 */
final class OneMaster implements Rule {
    @Override
    public List<Violation> check(History history) {
        List<Violation> found = new ArrayList<>();
        Map<Long, String> masters = new TreeMap<>();
        for (Look look : history.looks()) {
            if (look.role() == Look.Role.MASTER && look.epoch() >= 0) {
                claim(masters, look.epoch(), look.server(), found);
            }
        }
        for (Write write : history.writes()) {
            if (write.isAcknowledged()) {
                claim(masters, write.epoch(), write.server(), found);
            }
        }
        epochs(history, found);
        late(history, found);
        beside(history, found);
        return found;
    }

    private static void claim(Map<Long, String> masters, long epoch, String server, List<Violation> found) {
        String other = masters.putIfAbsent(epoch, server);
        if (other != null && !other.equals(server)) {
            found.add(new Violation(
                    "at most one master in every epoch", "in epoch " + epoch + " both " + other + " and " + server));
        }
    }

    private static void epochs(History history, List<Violation> found) {
        Map<String, Long> last = new HashMap<>();
        for (Look look : history.looks()) {
            Long before = look.epoch() < 0 ? null : last.put(look.server(), look.epoch());
            if (before != null && before > look.epoch()) {
                found.add(new Violation(
                        "epochs only grow", look.node() + " went from epoch " + before + " to " + look.epoch()));
            }
        }
    }

    private static void late(History history, List<Violation> found) {
        Reigns reigns = new Reigns(history.writes());
        for (Write write : history.writes()) {
            long late = write.isAcknowledged() ? reigns.lateness(write) : 0;
            if (late > 0 && write.grade() == Write.Grade.QUORUM) {
                found.add(new Violation("a deposed master acknowledges nothing to a quorum", write.toString()));
            } else if (late > 0 && !mayBeLate(history.spans(), write)) {
                found.add(new Violation(
                        "a deposed master that could know it acknowledges nothing",
                        write + " was acknowledged " + late / 1_000_000 + " ms after its successor's first"));
            }
        }
    }

    private static boolean mayBeLate(List<Span> spans, Write write) {
        Span under = spanOf(spans, write.done());
        return under != null && under.hides(write.done());
    }

    /** No look may find a master of an epoch below one that was seen before, unless a fault is just over. */
    private static void beside(History history, List<Violation> found) {
        List<Look> masters = history.looks().stream()
                .filter(look -> look.role() == Look.Role.MASTER && look.epoch() >= 0)
                .toList();
        List<Look> seen =
                masters.stream().sorted(Comparator.comparingLong(Look::after)).toList();
        int next = 0;
        Look highest = null;
        for (Look look : masters) {
            for (; next < seen.size() && seen.get(next).after() < look.before(); next++) {
                highest = highest == null || seen.get(next).epoch() > highest.epoch() ? seen.get(next) : highest;
            }
            Span under = spanOf(history.spans(), look.before());
            if (highest != null
                    && highest.epoch() > look.epoch()
                    && (under == null || look.before() > under.healed() + Span.AFTERMATH)) {
                found.add(new Violation(
                        "a deposed master is none any more soon after the fault",
                        look.node() + " of epoch " + look.epoch() + " beside " + highest.node() + " of epoch "
                                + highest.epoch()));
            }
        }
    }

    static @Nullable Span spanOf(List<Span> spans, long at) {
        Span under = null;
        for (Span span : spans) {
            if (span.struck() <= at) {
                under = span;
            }
        }
        return under;
    }
}
