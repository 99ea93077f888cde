package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** In the end every node has the same, and one of them is the master. */
final class EqualCopies implements Rule {
    private static final String RULE = "all data sets are equal in the end";

    @Override
    public List<Violation> check(History history) {
        List<Violation> found = new ArrayList<>();
        List<Copy> masters = history.copies().stream().filter(Copy::isMaster).toList();
        if (masters.size() != 1 || history.copies().size() != history.nodes()) {
            found.add(new Violation(
                    RULE,
                    masters.size() + " masters and " + history.copies().size() + " copies of " + history.nodes()));
        }
        for (Copy copy : masters.isEmpty() ? List.<Copy>of() : history.copies()) {
            Copy master = masters.getFirst();
            compare(master, copy, master.lists(), copy.lists(), found);
            compare(master, copy, master.counters(), copy.counters(), found);
            compare(master, copy, master.own(), copy.own(), found);
            stamp(master, copy, found);
        }
        return found;
    }

    /** Each node has its own; one above the epoch says that an election was begun and never ended. */
    private static void stamp(Copy master, Copy copy, List<Violation> found) {
        if (copy.stamp() > master.epoch()) {
            found.add(new Violation(
                    "no election is left unfinished",
                    copy.node() + " is stamped " + copy.stamp() + " in epoch " + master.epoch()));
        }
    }

    private static void compare(
            Copy master, Copy copy, Map<String, ?> there, Map<String, ?> here, List<Violation> found) {
        if (there.equals(here)) {
            return;
        }
        TreeSet<String> keys = new TreeSet<>(there.keySet());
        keys.addAll(here.keySet());
        keys.removeIf(key -> Objects.equals(there.get(key), here.get(key)));
        String first = keys.first();
        found.add(new Violation(
                RULE,
                keys.size() + " keys differ between " + master.node() + " and " + copy.node() + ", such as " + first
                        + ": " + there.get(first) + " and " + here.get(first)));
    }
}
