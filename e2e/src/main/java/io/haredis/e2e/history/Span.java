package io.haredis.e2e.history;

/**
 * From a fault to the next one.
 *
 * @param number of the fault
 * @param fault what it was
 * @param struck when it took effect
 * @param epochBefore the epoch that reigned then
 * @param epochAfter the epoch when all was well again; the same as before if it never was
 * @param isHealthy false if that did not come in time
 * @param change whether the master had to change
 * @param hides true if the fault keeps a master from hearing that it is deposed, so that it may acknowledge for a while
 */
public record Span(
        int number,
        String fault,
        long struck,
        long epochBefore,
        long epochAfter,
        boolean isHealthy,
        Change change,
        boolean hides) {
    /** Whether a fault makes another one master. */
    public enum Change {
        MUST,
        MAY,
        MUST_NOT
    }
}
