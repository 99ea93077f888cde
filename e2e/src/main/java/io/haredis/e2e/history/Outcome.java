package io.haredis.e2e.history;

/** What a client knows of its write. */
public enum Outcome {
    /** Its condition was met: the reply, and under {@code Quorum} also the replicas and the epoch after it. */
    ACKNOWLEDGED,
    /** An error reply: certainly not carried out. */
    REFUSED,
    /** Sent, and anything may have become of it. */
    UNKNOWN
}
