package io.haredis.protocol;

/**
 * Where a server's data comes from and how much of it there is: Redis' replication ids and offset.
 *
 * <p>Source: {@code INFO replication} ({@code master_replid}, {@code master_replid2}, {@code second_repl_offset},
 * {@code master_repl_offset}). An offset says nothing without its id: Redis 8 restores the offset after a restart
 * from an AOF under a new id.
 *
 * @param id replication id of the data
 * @param formerId the id before the last promotion, all zeros if there was none
 * @param formerUntil first offset that is no longer shared with {@code formerId}, negative if there was none
 * @param offset bytes of the replication stream that the data contains
 */
public record Lineage(String id, String formerId, long formerUntil, long offset) {

    /** Of a server whose history is not known: no other is a prefix of it. */
    public static Lineage of(String id, long offset) {
        return new Lineage(id, "0000000000000000000000000000000000000000", -1, offset);
    }

    /**
     * True if everything this server holds is provably in the other one's data too. Reflexive; not total. Who was promoted
     * and has taken nothing since holds nothing but the former stream, whatever its id is now.
     */
    public boolean isPrefixOf(Lineage other) {
        return Rule.LINEAGE.on()
                ? other.holds(id, offset) || (offset < formerUntil && other.holds(formerId, offset))
                : offset <= other.offset;
    }

    /** True if this server provably holds all that the stream {@code someId} carried up to {@code upTo}. */
    public boolean holds(String someId, long upTo) {
        if (someId.equals(id)) {
            return upTo <= offset;
        }
        return someId.equals(formerId) && upTo < formerUntil && upTo <= offset;
    }

    /** True if {@code someId} is a name of this server's own history, so that offsets under it can be compared. */
    public boolean knows(String someId) {
        return someId.equals(id) || (someId.equals(formerId) && formerUntil >= 0);
    }
}
