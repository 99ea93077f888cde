package io.haredis.operator.decide;

import io.haredis.protocol.Lineage;

/**
 * Data that the reigning master is not known to hold. A node that has such data, the loser of a split say, keeps a copy of
 * them on its volume before it follows the master, since a full sync overwrites them.
 *
 * <p>What stands on the server tells how far that is: its {@code dbfilename} names the copy from the start of the save until
 * the node is attached, when the same EXEC puts it back. So an operator that dies in between leaves nothing to remember. A
 * restart of the server begins with the configured name, and the copy is made anew, under the same name.
 */
public final class Divergence {
    /** Where servers save by default, and where a full sync writes. */
    public static final String DEFAULT_FILE = "dump.rdb";

    private static final String PREFIX = "haredis-split-";
    private static final int FILES = 2;
    private static final long LONGEST_SAVE_SECONDS = 600;

    /** What is to be done before the node may follow the master. */
    public enum Copy {
        /** Nothing: the master holds all, or there is no volume to keep a copy on. */
        NOT_NEEDED,
        /** The node takes part in replication, or even writes: it is fenced first, so that the copy is whole. */
        FENCE_FIRST,
        /** It is to be made. */
        TO_BE_MADE,
        /** The server saves, or rewrites its append-only file, which must end first. */
        UNDER_WAY,
        /** It was made; or it failed, or took too long, and is given up: a replica is worth more. */
        OVER;

        /** True if the node may follow the master now. */
        public boolean allowsAttaching() {
            return this == NOT_NEEDED || this == OVER;
        }
    }

    private Divergence() {}

    /**
     * Name of the file for the losers of this epoch. Two names, as a server can delete none: in turn, but where the epoch
     * went up by an even number.
     */
    public static String file(long epoch) {
        return PREFIX + epoch % FILES + ".rdb";
    }

    /** True if the server saves to such a file at present. */
    public static boolean isCopying(NodeState.Disk disk) {
        return disk.file().startsWith(PREFIX);
    }

    /** How far the copy is. */
    public static Copy copy(NodeState node, Lineage master, MasterRecord record, boolean volume) {
        if (!volume || !exists(node, master, record)) {
            return Copy.NOT_NEEDED;
        }
        NodeState.Disk disk = node.disk();
        if (!node.isFenced()) {
            return Copy.FENCE_FIRST;
        }
        if (disk.isBusy()) {
            return disk.busySeconds() > LONGEST_SAVE_SECONDS ? Copy.OVER : Copy.UNDER_WAY;
        }
        return disk.file().equals(file(record.epoch())) ? Copy.OVER : Copy.TO_BE_MADE;
    }

    /**
     * True if the node holds data that are not known to be in the master's. Where both know a common stream, offsets are
     * exact. Where they do not, after a restart from an append-only file say, data of this very reign came from its master.
     */
    public static boolean exists(NodeState node, Lineage master, MasterRecord record) {
        Lineage data = node.lineage();
        if (!isPossible(node, record) || data.isPrefixOf(master)) {
            return false;
        }
        return haveCommonStream(data, master) || node.keys().epochOrZero() != record.epoch();
    }

    /** False for a node without data, and for one whose data are within what the master held when it was chosen. */
    public static boolean isPossible(NodeState node, MasterRecord record) {
        MasterRecord.Chosen chosen = record.chosen();
        return node.disk().hasData() && !node.lineage().isPrefixOf(Lineage.of(chosen.replicationId(), chosen.offset()));
    }

    private static boolean haveCommonStream(Lineage one, Lineage other) {
        return other.knows(one.id()) || (one.formerUntil() >= 0 && other.knows(one.formerId()));
    }

    /** What became of data that the master does not hold, told when the node follows it. */
    public static String told(NodeState before, boolean volume, MasterRecord record) {
        if (!volume) {
            return "its own data, which the master does not hold in full, are given up: no volume to keep a copy on";
        }
        boolean kept = isCopying(before.disk())
                && !before.disk().isBusy()
                && !before.health().saveFailed();
        return kept
                ? "a copy of its own data, which the master does not hold in full, is kept there in /data/"
                        + file(record.epoch())
                : "its own data, which the master does not hold in full, could not be saved and are given up (see its log)";
    }
}
