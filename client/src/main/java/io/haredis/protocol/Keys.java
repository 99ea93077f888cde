package io.haredis.protocol;

/** The keys that haredis keeps in each server's metadata database (15 unless configured), and what they mean. */
public final class Keys {
    /** Number of the master's reign, written by the promotion itself; replicated like any key. */
    public static final String EPOCH = "haredis:epoch";

    /** The node's own stamp: the highest epoch in whose name it was detached. Local to the node, never replicated by it. */
    public static final String FENCE = "haredis:fence";

    /** How many replicas a {@code WAIT} must reach for a write to be safe (k), half of the members rounded down. */
    public static final String QUORUM = "haredis:quorum";

    /** Epoch and offset, written once a second by the operator while the master's data changes: see {@link Beat}. */
    public static final String BEAT = "haredis:beat";

    /** Number of writes counted by haredis clients. */
    public static final String OPCOUNTER = "haredis:opcounter";

    private Keys() {}
}
