package io.haredis.operator.act;

/** The stages of a change of master, in order. */
public enum Stage {
    /** The verdict. */
    DETECTED,
    /** A majority is detached and stamped. */
    DETACHED,
    /** The choice is in the record. */
    RECORDED,
    /** The new master accepts the role. */
    PROMOTED,
    /** Enough replicas follow it that it accepts writes. */
    REATTACHED,
    /** The master Service points to it. */
    SERVICE_MOVED
}
