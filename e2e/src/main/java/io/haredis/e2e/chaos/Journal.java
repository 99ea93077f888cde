package io.haredis.e2e.chaos;

import io.haredis.e2e.history.Look;
import io.haredis.e2e.history.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was recorded of one cluster so far. Thread-safe. */
final class Journal {
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final Queue<Look> looks = new ConcurrentLinkedQueue<>();

    void add(Write write) {
        writes.add(write);
    }

    void add(Look look) {
        looks.add(look);
    }

    List<Write> writes() {
        return new ArrayList<>(writes);
    }

    /** In the order in which they were begun. */
    List<Look> looks() {
        return looks.stream().sorted(Comparator.comparingLong(Look::before)).toList();
    }
}
