package io.haredis.client.internal.topology;

import io.haredis.protocol.Lineage;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How old a replica's data is at most, by offsets alone: whoever holds what the master held when it was asked is no older than
 * that question. Offsets are compared within a replication id only. No clock.
 */
final class Freshness {
    private static final int MOST_SAMPLES = 64;
    /** While nobody reigns nodes are asked every few milliseconds: one sample of those is enough. */
    private static final long CLOSEST_NANOS = 10_000_000;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long askedAt, String id, long offset) {}

    /** The master, asked at this {@code System.nanoTime()}, had this. */
    void masterHad(Lineage lineage, long askedAt) {
        Sample last = samples.peekFirst();
        if (last != null && last.id().equals(lineage.id()) && askedAt - last.askedAt() < CLOSEST_NANOS) {
            return;
        }
        samples.addFirst(new Sample(askedAt, lineage.id(), lineage.offset()));
        if (samples.size() > MOST_SAMPLES) {
            samples.removeLast();
        }
    }

    /** The moment ({@code System.nanoTime()}) of which the replica is known to hold everything, null if of none. */
    @Nullable
    Long asOf(Lineage replica) {
        for (Sample sample : samples) {
            if (replica.holds(sample.id(), sample.offset())) {
                return sample.askedAt();
            }
        }
        return null;
    }
}
