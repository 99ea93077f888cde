package io.haredis.client;

/** When a write counts as done. */
public enum Durability {
    /** When the master has executed it. What the next master does not have of it yet is lost. The default. */
    ASYNC,
    /**
     * When, besides, as many replicas have it as the operator says ({@code haredis:quorum}, half of the nodes rounded down): no
     * failure of a minority of the nodes loses it. Otherwise the call ends with {@link HaQuorumException}. For the whole
     * promise the cluster needs {@code durability: Quorum} too.
     */
    QUORUM
}
