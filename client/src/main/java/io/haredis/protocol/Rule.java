package io.haredis.protocol;

/**
 * The rules of the failover protocol, by the names of the model ({@code docs/spec}) and of {@code docs/failover.md}. Each
 * stands at its guard: the name is the guard's documentation.
 *
 * <p>All are always on. Only the simulator's tests switch one off, to prove that they would notice: no code outside tests
 * can.
 */
public enum Rule {
    /** A restarted server is a replica of nobody, whatever restarts it. */
    BORN_FENCED,
    /** The record changes by compare-and-swap. */
    CAS,
    /** Every change of a role is an EXEC under WATCH of epoch and stamp. */
    WATCH,
    /** A majority is detached before offsets are read and compared. */
    DETACH,
    /** Detaching stamps the server with the next epoch, which every later change of its role heeds. */
    STAMP,
    /** Whoever answers may be among the detached, the old master too. */
    DETACH_OLD,
    /** Nobody is elected without a majority of the members. */
    MAJORITY,
    /** Under quorum durability enough of the detached have forgotten nothing. */
    QUORUM_RUN_ID,
    /** Who is of the reign's own stream wins over one that was made master by hand, or by half a promotion. */
    MAIN_STREAM,
    /** Who has the chosen data's own id, or no more than the chosen one had, and no keys, did not see the recorded reign begin. */
    BEFORE,
    /** Nobody below what a replica was seen to hold wins while a node that may hold it is missing. */
    MARK,
    /** Restarted nodes alone elect nobody while one that kept the data may be missing. */
    RESTARTED,
    /** Offsets are compared within one replication id only. */
    LINEAGE,
    /** A node that was in the middle of a full sync does not win, and nobody wins over it. */
    SYNCING,
    /** A node whose last save failed, or whose promotion failed halfway, wins last. */
    SAVE_FAILED,
    /** A promotion is for the recorded process only. */
    RUN_ID,
    /** Nobody is promoted behind the offset in the record. */
    OFFSET,
    /** A fenced server that carries the epoch already reigned in it, and is not promoted again. */
    STRICT,
    /** A promotion that takes effect in part is taken back at once. */
    HALF,
    /** A planned move in the record is not finished like an election. */
    MOVE_KIND,
    /** In a planned move the old master is fenced first. */
    OLD_FIRST,
    /** A planned move that fails ends in an election at once. */
    FAIL_ELECT,
    /** In the election after a failed move the old master takes part while it answers. */
    MOVE_SOURCE,
    /** Who answers as the reigning master takes part in the election that a stamp asks for, and who answers late is awaited. */
    REIGNING,
    /** A process is attached to a master only after the record names it. */
    JOIN,
    /** A process counts once it holds what the master held at a moment since it began, see {@link Rule#QUORUM_RUN_ID}. */
    CAUGHT_UP,
    /** A server that lost its keys is stamped before anything else. */
    KEYLESS,
    /** A server is attached, stamped or demoted in the record's name only after that was read under the WATCH. */
    READ_UNDER_WATCH,
    /** The record is read anew, and the servers looked at again, before what only a leader does. */
    LOOK_AGAIN,
    /** A node that holds more than the master is not attached to it. */
    FRESHER,
    /** k goes up before a new node is attached. */
    K_FIRST,
    /** k goes down only when nobody but members is attached. */
    K_LAST,
    /** A node leaves the record only when it is detached for good. */
    DETACH_FIRST,
    /** A node leaves the record only when enough of those who stay hold the master's data. */
    BARRIER,
    /** A reply on a connection of an older epoch is no acknowledgement. */
    CLIENT_EPOCH;

    @SuppressWarnings("ImmutableEnumChecker") // constant outside tests
    private boolean off;

    /** True: the rule is in force. */
    public boolean on() {
        return !off;
    }

    /** Package-private, and called by no class of ours: see the architecture tests. */
    void switchOff(boolean isOff) {
        off = isOff;
    }
}
