package io.haredis.client.internal.topology;

import io.haredis.client.HaListener.Source;
import io.haredis.client.NodeView;
import io.haredis.client.NodeView.Role;
import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodeReport;
import io.haredis.client.internal.node.Spare;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisBusyException;
import redis.clients.jedis.exceptions.JedisException;

/** One known node. Its fields belong to the control thread, but for {@link #ask()}, which runs one at a time elsewhere. */
final class Node {
    final HostAndPort address;
    final boolean configured;
    /** True once a node that counts has named it: its master, or a replica of it. */
    boolean named;

    private final Connector connector;
    /** Last answer, null if it did not give the last one asked for. */
    @Nullable
    NodeReport report;
    /** True if it is to be asked soon after the question that is out. */
    boolean soon;
    /** The process that was believed there. */
    String process = "";
    /** True if the answer is older than the last doubt about the master. */
    boolean stale;
    /** What went wrong last. */
    String trouble = "not asked yet";
    /** Questions in a row without an answer. */
    int failures;

    /** True while a question is out. */
    boolean asking;
    /** True if another question follows that one at once. */
    boolean again;
    /** When the last question went out. */
    long askedAt;
    /** When gossip last had it asked. */
    long toldAt = System.nanoTime() - Rhythm.LOOK_NANOS;
    /** Why it is asked. */
    Source cue = Source.PROBE;

    /** How often in a row it was asked early. */
    int early;

    boolean askedOnce;
    /** True from when the application was told that it is up. */
    boolean up;

    boolean understood;
    long nextAsk = System.nanoTime();

    @Nullable
    GossipLink gossip;

    /** For when it becomes master. */
    final Spare spare;

    /** How much longer than the quickest its last answer took, 0 if it gave none: many ask it. Written by who asks, like the next. */
    volatile long delayNanos;

    private long quickestNanos = Long.MAX_VALUE;

    private volatile @Nullable NodeConnection connection;
    private volatile boolean closed;

    Node(HostAndPort address, boolean configured, Connector connector) {
        this.address = address;
        this.configured = configured;
        this.connector = connector;
        this.spare = new Spare(address, connector);
    }

    /**
     * False if another process answers there than before, and none of the others names the address: pods get the addresses of
     * deleted ones, this one may be another cluster's by now.
     */
    boolean isOurs() {
        NodeReport last = report;
        return last == null || last.runId().equals(process);
    }

    /** True if this says no more than that the process of the last answer runs a script: nobody changes its role meanwhile. */
    boolean isBusy(RuntimeException error) {
        return error instanceof JedisBusyException && connection != null && report != null;
    }

    /** True if the application, or a node that counts, has named it: not gossip alone. */
    boolean isOfCluster() {
        return configured || named;
    }

    /** True if its last answer counts. */
    boolean counts() {
        return report != null && !stale && isOfCluster() && isOurs();
    }

    /** When it is asked next: seldom while all is well, unless it is about to be in the master's stream. */
    void schedule(Rhythm rhythm, int nodes, boolean settled, boolean catchingUp) {
        if (again) {
            again = false;
            nextAsk = System.nanoTime();
            return;
        }
        early = catchingUp ? early + 1 : 0;
        long wait = settled ? rhythm.settled(early, delayNanos) : rhythm.unsettled(nodes, failures, delayNanos);
        long now = System.nanoTime();
        nextAsk = now + ThreadLocalRandom.current().nextLong(wait / 2, wait + wait / 2);
        cue = soon ? Source.ERROR : Source.PROBE;
        long sooner = soon ? askedAt + Rhythm.LOOK_NANOS : rhythm.soon();
        if ((soon || (settled && sooner - now > 0)) && sooner - nextAsk < 0) {
            nextAsk = sooner;
        }
        soon = false;
    }

    /** Asks, over a connection that is kept. */
    NodeReport ask() {
        NodeConnection open = connection;
        delayNanos = 0;
        if (open == null) {
            quickestNanos = Long.MAX_VALUE; // the name may lead farther away now
            open = connector.openForQuestions(address);
            connection = open;
            if (closed) {
                open.abort();
            }
            return open.introduction();
        }
        try {
            long begin = System.nanoTime();
            NodeReport answer = open.ask();
            long took = System.nanoTime() - begin;
            quickestNanos = Math.min(quickestNanos, took);
            delayNanos = took - quickestNanos;
            return answer;
        } catch (JedisBusyException e) {
            throw e; // an answer, on a connection that is as good as before
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

    /** Listens to its gossip from now on, and makes sure that the link lives. */
    void listen(Duration silence, GossipLink.Listener listener) {
        GossipLink link = gossip;
        if (link == null) {
            gossip = new GossipLink(address, connector, silence, listener).start();
        } else {
            link.ping();
        }
    }

    NodeView view() {
        NodeReport last = report;
        return last == null
                ? new NodeView(address, Role.UNKNOWN, "", null, false, 0, trouble)
                : new NodeView(
                        address,
                        last.master() ? Role.MASTER : Role.REPLICA,
                        last.runId(),
                        last.epoch(),
                        last.linkUp(),
                        last.lineage().offset(),
                        "");
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
        spare.close();
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
