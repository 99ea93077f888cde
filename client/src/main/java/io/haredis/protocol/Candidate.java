package io.haredis.protocol;

/**
 * A detached node, as read after its detachment: no offset of it moves while candidates are compared.
 *
 * @param name the node's (pod's) name
 * @param runId its process
 * @param counted true if the record counts this very process: it has forgotten nothing since it was in sync
 * @param lineage its data's origin and length
 * @param keys the metadata in its data
 * @param health what speaks against it
 */
public record Candidate(String name, String runId, boolean counted, Lineage lineage, Metadata keys, Health health) {

    /**
     * What speaks against a candidate.
     *
     * @param syncing it was in the middle of a full sync when it was detached: looked at again once it is not
     * @param saveFailed its last RDB save failed: ranked last among equals
     * @param appendFailed its AOF cannot be written: not eligible
     * @param fencedByHand a person keeps it from becoming master: not eligible
     */
    public record Health(boolean syncing, boolean saveFailed, boolean appendFailed, boolean fencedByHand) {
        /** Nothing speaks against it. */
        public static final Health GOOD = new Health(false, false, false, false);
    }

    boolean isEligible() {
        return !(Rule.SYNCING.on() && health.syncing()) && !isBarred();
    }

    /** True if it may not become master, whatever it holds. */
    boolean isBarred() {
        return health.appendFailed() || health.fencedByHand();
    }

    /** True if all this one holds is in the other's data, but not the other way round. */
    boolean isOlderThan(Candidate other) {
        return lineage.isPrefixOf(other.lineage) && !other.lineage.isPrefixOf(lineage);
    }
}
