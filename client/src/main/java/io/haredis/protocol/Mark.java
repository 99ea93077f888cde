package io.haredis.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What at least one <em>replica</em> was seen to hold. Nobody below it is elected while a node that may hold more is
 * missing. Never the master's own value: asynchronous lag would turn that into a block.
 *
 * @param id replication id under which {@code offset} was seen
 * @param offset replication offset
 * @param opcounter writes counted by clients, null if none are counted
 */
public record Mark(String id, long offset, @Nullable Long opcounter) {

    /**
     * True if the candidate provably holds the mark: by offset where the mark's id is in its lineage, by opcounter only
     * where it is not. What cannot be proved does not reach.
     */
    public boolean isReachedBy(Candidate candidate) {
        if (candidate.lineage().knows(id)) {
            return candidate.lineage().holds(id, offset);
        }
        Long counted = candidate.keys().opcounter();
        return opcounter != null && counted != null && counted >= opcounter;
    }

    /** What the winner of an election holds, who reaches the mark: in its own names, and all of it if the mark's id is unknown to it. */
    public Mark reachedBy(Lineage winner) {
        return winner.holds(id, offset) ? as(winner) : new Mark(winner.id(), winner.offset(), opcounter);
    }

    /**
     * True if the earlier mark claims more, in the names of a master that holds it: a replica shows a new id before it has a
     * byte of what stands under it.
     */
    public boolean isBelow(Mark earlier, Lineage master) {
        Mark renamed = earlier.as(master);
        return renamed.id().equals(id) && renamed.offset() > offset;
    }

    /** The same mark in the names of a candidate that holds it, so that the next promotion does not forget it. */
    public Mark as(Lineage holder) {
        return holder.holds(id, offset) ? new Mark(holder.id(), offset, opcounter) : this;
    }
}
