package io.haredis.client.internal;

import java.util.concurrent.atomic.LongAdder;

/** What is counted, for {@link io.haredis.client.HaMetrics}. Thread-safe. */
public final class Counters {
    /** Attempts with a reply. */
    public final LongAdder calls = new LongAdder();
    /** Attempts made again, by what was known. */
    public final LongAdder refused = new LongAdder();

    /** As above. */
    public final LongAdder notSent = new LongAdder();
    /** As above. */
    public final LongAdder lostReply = new LongAdder();
    /** Exceptions of that kind. */
    public final LongAdder unknownOutcomes = new LongAdder();
    /** Exceptions of that kind. */
    public final LongAdder quorumsMissed = new LongAdder();
    /** Writes that the opcounter has. */
    public final LongAdder writesCounted = new LongAdder();
    /** Writes that it will not get. */
    public final LongAdder writesUncounted = new LongAdder();
    /** Calls that waited. */
    public final LongAdder waited = new LongAdder();
    /** Their time. */
    public final LongAdder waitedNanos = new LongAdder();
    /** Reigns. */
    public final LongAdder reigns = new LongAdder();
    /** Doubts about a master. */
    public final LongAdder suspicions = new LongAdder();
    /** Reads that a replica answered. */
    public final LongAdder replicaReads = new LongAdder();
    /** Messages that slow listeners lost. */
    public final LongAdder messagesDropped = new LongAdder();
    /** Events lost. */
    public final LongAdder eventsDropped = new LongAdder();
}
