package io.haredis.e2e.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of one thread's writes in a round. Thread-safe. */
final class Page {
    private final String key;
    private final boolean isRecorded;
    private final List<Ack> acks = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private long acknowledged;
    private long unknown;
    private volatile long lastSent = Long.MIN_VALUE;

    /** @param isRecorded false if it is enough to count */
    Page(String key, boolean isRecorded) {
        this.key = key;
        this.isRecorded = isRecorded;
    }

    /** The counter that every write of this page adds 1 to. */
    String key() {
        return key;
    }

    synchronized void acknowledged(Ack ack) {
        acknowledged++;
        if (isRecorded) {
            acks.add(ack);
        }
        lastSent = ack.sent();
    }

    /** So many more, of which nothing else is known. */
    synchronized void counted(long more, long unknownOutcomes) {
        acknowledged += more;
        unknown += unknownOutcomes;
    }

    synchronized void failed(String kind, int times) {
        failures.merge(kind, times, Integer::sum);
    }

    /** When the last write was sent that was acknowledged; the least of numbers if none was. */
    long lastSent() {
        return lastSent;
    }

    synchronized List<Ack> acks() {
        return List.copyOf(acks);
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized long unknown() {
        return unknown;
    }

    synchronized Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }
}
