package io.haredis.client.internal.node;

/** When a connection was lent and given back last. Its owner's; a guess for any other thread. */
final class Use {
    private long idleSince;
    private long lentAt;
    private boolean timed;

    void lent(long now) {
        lentAt = now;
        timed = true;
    }

    void givenBack() {
        idleSince = System.nanoTime();
        timed = false;
    }

    long idleSinceNanos() {
        return idleSince;
    }

    /** Whoever has it may have it for long, though the node answers. */
    void isUntimed() {
        timed = false;
    }

    /** True if whoever has it has waited for so long. */
    boolean isOverdue(long now, long nanos) {
        return timed && now - lentAt > nanos;
    }
}
