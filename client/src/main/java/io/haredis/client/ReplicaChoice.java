package io.haredis.client;

/** Which replica a read goes to, of those within the lag limit. */
public enum ReplicaChoice {
    /** Any, each time. The default. */
    RANDOM,
    /** One after the other. */
    ROUND_ROBIN,
    /**
     * The one that the master's last answer ({@code INFO replication}) shows closest behind; among equals any. Replicas
     * acknowledge once a second, so this tells a replica that lags from one that does not, and no more.
     */
    LEAST_LAG
}
