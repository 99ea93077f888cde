package io.haredis.e2e.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The acknowledged appends that the last master does not have. */
public final class Losses {
    private Losses() {}

    /** In the order of the history; empty if there is no master to ask. */
    public static List<Write> of(History history) {
        Map<String, Set<Long>> there = new HashMap<>();
        boolean asked = false;
        for (Copy copy : history.copies()) {
            if (copy.isMaster()) {
                asked = true;
                copy.lists().forEach((key, numbers) -> there.put(key, new HashSet<>(numbers)));
            }
        }
        List<Write> lost = new ArrayList<>();
        for (Write write : asked ? history.writes() : List.<Write>of()) {
            if (write.isAcknowledged()
                    && write.appends()
                    && !there.getOrDefault(write.key(), Set.of()).contains(write.number())) {
                lost.add(write);
            }
        }
        return lost;
    }
}
