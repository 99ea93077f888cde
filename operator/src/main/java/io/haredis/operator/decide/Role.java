package io.haredis.operator.decide;

/** What a server says it is. */
public sealed interface Role {
    /** Accepts writes. */
    record Master() implements Role {}

    /** A replica of nobody ({@code 127.0.0.1 1}): answers, and refuses writes. */
    record Fenced() implements Role {}

    /**
     * Follows the server at this address.
     *
     * @param linkUp the replication link is up
     */
    record Replica(String host, int port, boolean linkUp) implements Role {}
}
