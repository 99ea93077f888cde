package io.haredis.client.internal.topology;

import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodeReport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/** One known node. Its fields belong to the control thread, but for {@link #ask()}, which runs one at a time elsewhere. */
final class Node {
    final HostAndPort address;
    final boolean configured;
    private final Connector connector;
    /** Last answer, null if it did not give the last one asked for. */
    @Nullable
    NodeReport report;
    /** True if the answer is older than the last doubt about the master. */
    boolean stale;
    /** What went wrong last. */
    String trouble = "not asked yet";
    /** Questions in a row without an answer. */
    int failures;

    boolean asking;
    boolean askedOnce;
    long nextAsk = System.nanoTime();

    @Nullable
    GossipLink gossip;

    private volatile @Nullable NodeConnection connection;
    private volatile boolean closed;

    Node(HostAndPort address, boolean configured, Connector connector) {
        this.address = address;
        this.configured = configured;
        this.connector = connector;
    }

    /** Asks, over a connection that is kept. */
    NodeReport ask() {
        NodeConnection open = connection;
        if (open == null) {
            open = connector.openForQuestions(address);
            connection = open;
            return open.introduction();
        }
        try {
            return open.ask();
        } catch (JedisException e) {
            connection = null;
            open.abort();
            throw e;
        } finally {
            if (closed) {
                open.abort();
            }
        }
    }

    /** The next question goes over a new connection. */
    void reconnect() {
        NodeConnection open = connection;
        if (open != null) {
            open.abort();
        }
    }

    void close() {
        closed = true;
        GossipLink link = gossip;
        if (link != null) {
            link.close();
        }
        NodeConnection open = connection;
        if (open != null) {
            open.abort();
        }
    }
}
