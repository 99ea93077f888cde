package io.haredis.e2e.history;

/**
 * From a fault to the next one.
 *
 * @param number of the fault
 * @param fault what it was
 * @param expected what it may do to the cluster
 * @param struck when it took effect
 * @param healed when it was over
 * @param epochBefore the epoch that reigned then
 * @param epochAfter the epoch when all was well again; the same as before if it never was
 * @param isHealthy false if that did not come in time
 */
public record Span(
        int number,
        String fault,
        Expected expected,
        long struck,
        long healed,
        long epochBefore,
        long epochAfter,
        boolean isHealthy) {
    /** Nanoseconds after the end of a fault in which servers may still act as before it, until they are told. */
    static final long AFTERMATH = 5_000_000_000L;

    /**
     * What a fault may do to a cluster.
     *
     * @param change whether the master has to change
     * @param hides true if the fault keeps a master from hearing that it is deposed, so that it may acknowledge for a while
     * @param losesNothing true if the master hands over, or stays, so that no acknowledged write may be lost
     */
    public record Expected(Change change, boolean hides, boolean losesNothing) {}

    /** Whether a fault makes another one master. */
    public enum Change {
        MUST,
        MAY,
        MUST_NOT
    }

    Change change() {
        return expected.change();
    }

    /** True if a master may be seen at this time that does not know of its successor. */
    boolean hides(long at) {
        return expected.hides() && at <= healed + AFTERMATH;
    }

    boolean losesNothing() {
        return expected.losesNothing() || change() == Change.MUST_NOT;
    }

    /** True if the reign of this epoch ended in it. */
    boolean ended(long epoch) {
        return epochBefore <= epoch && epoch < epochAfter;
    }

    String story() {
        return "fault " + number + " (" + fault + ")";
    }
}
