package io.haredis.operator.decide;

/** What is the matter with the cluster's master. */
public enum Verdict {
    /** No record, and not enough is known to make one. */
    STARTING,
    /** The recorded master reigns. */
    REIGNS,
    /** It does not answer, but it is too early to say. */
    SUSPECT,
    /** It does not answer the operator, but its replicas hear it: no failover. */
    UNREACHABLE_BY_OPERATOR,
    /** It lives and refuses work: BUSY, LOADING, OOM, ... No failover on that alone. */
    UNWELL,
    /** Nobody reigns: a change of master is due or under way. */
    LOST,
    /** Fewer than a majority of the configured nodes answer: cannot know, wait. */
    UNKNOWN,
    /** A choice would lose data: a person decides. */
    AT_RISK,
    /** A server is older than Redis 7.0: left alone. */
    SERVER_TOO_OLD;

    /** True if the master may live, though it does not answer as one. */
    boolean isSilence() {
        return this == SUSPECT || this == UNREACHABLE_BY_OPERATOR || this == UNWELL;
    }
}
