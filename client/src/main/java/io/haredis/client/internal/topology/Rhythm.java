package io.haredis.client.internal.topology;

import java.time.Duration;

/** How long until a node is asked again. Belongs to the control thread. */
final class Rhythm {
    /** What does not depose a master, many calls may see: it is asked about so seldom. */
    static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(4).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long BEGIN_NANOS = Duration.ofMillis(30).toNanos();
    private static final long CALM_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 12;
    private static final int LESS_OFTEN = 4;
    /** Of a node's time, all clients that ask it want a small part each; the part that is theirs together it takes by itself. */
    private static final int POLITENESS = 8;

    private final long usual;
    private long pause = FIRST_PAUSE_NANOS;
    private long stirredAt = System.nanoTime();

    /** While all is well: so often. */
    Rhythm(Duration probeInterval) {
        this.usual = probeInterval.toNanos();
    }

    /** Nobody is believed any more: quick at first. */
    void doubt() {
        stirredAt = System.nanoTime();
        pause = FIRST_PAUSE_NANOS;
    }

    /** A reign begins; returns when all are asked anew. */
    long begin() {
        stirredAt = System.nanoTime();
        return soon();
    }

    /** Not before that time, after a change, has everybody something new to say. */
    long soon() {
        return stirredAt + BEGIN_NANOS;
    }

    /** True if nothing has changed for a while. */
    boolean isCalm() {
        return System.nanoTime() - stirredAt > CALM_NANOS;
    }

    /**
     * The pause while a master reigns.
     *
     * @param early how often in a row the node was about to be in the master's stream, 0 if it is there
     * @param delayNanos how much longer than the quickest its last answer took
     */
    long settled(int early, long delayNanos) {
        return early == 0
                ? usual
                : Math.min(usual, Math.max(FIRST_PAUSE_NANOS << Math.min(early, MOST_DOUBLINGS), polite(delayNanos)));
    }

    /**
     * The pause while nobody reigns, and the next one is longer: by a quarter when each has answered once, however many they are.
     *
     * @param failures questions in a row without an answer
     * @param delayNanos how much longer than the quickest its last answer took
     */
    long unsettled(int nodes, int failures, long delayNanos) {
        pause = Math.min(LONGEST_PAUSE_NANOS, pause + pause / (4L * Math.max(1, nodes)));
        // Who is gone is seldom the next master: it must not take the processor from those who may be.
        return failures < 2 ? Math.max(pause, polite(delayNanos)) : Math.min(LONGEST_PAUSE_NANOS, pause * LESS_OFTEN);
    }

    /**
     * A thousand clients that ask a server every few milliseconds keep it from answering the operator, who is about to
     * promote it. Answers that are late, for this node, show it; gossip tells the news all the same.
     */
    private static long polite(long delayNanos) {
        return Math.min(LONGEST_PAUSE_NANOS, delayNanos * POLITENESS);
    }
}
