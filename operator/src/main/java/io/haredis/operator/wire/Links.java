package io.haredis.operator.wire;

/** Opens connections as the operator's own Redis user. Thread-safe. */
public interface Links {
    /**
     * A new connection to the server at {@code host:port}.
     *
     * @throws LinkException if it cannot be had within the bound of the implementation
     */
    Link open(String host, int port) throws LinkException;
}
