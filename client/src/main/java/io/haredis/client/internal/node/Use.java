package io.haredis.client.internal.node;

/** When a connection was lent and given back last. Its owner's; a guess for any other thread. */
final class Use {
    private long idleSince;
    private long lentAt;

    void lent(long now) {
        lentAt = now;
    }

    void givenBack() {
        idleSince = System.nanoTime();
    }

    long idleSinceNanos() {
        return idleSince;
    }

    /** Whoever has it may have it for long, though the node answers. */
    void isUntimed() {
        lentAt = idleSince;
    }

    /** True if whoever has it has waited for so long. */
    boolean isOverdue(long now, long nanos) {
        return lentAt - idleSince > 0 && now - lentAt > nanos;
    }
}
