package io.haredis.client.internal.pubsub;

import io.haredis.client.internal.Settings;
import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodeReport;
import io.haredis.client.internal.pubsub.Proof.Outcome;
import io.haredis.client.internal.topology.Reign;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

/** Opens links, proves them, and changes from one to the other. Belongs to the feed's thread. */
final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final Duration FASTEST_HEARTBEAT = Duration.ofMillis(500);
    private static final long READY_NANOS = Duration.ofSeconds(1).toNanos();
    /** From the master to the replica and back to here; whoever takes longer is not waited for. */
    private static final long PROOF_NANOS = Duration.ofMillis(60).toNanos();

    private static final long HAND_OVER_NANOS = Duration.ofMillis(300).toNanos();

    private final Connector connector;
    private final int silenceMillis;
    private final FeedLink.Sink sink;
    private final Channel proofs = Channel.of(FeedLink.PROOFS + UUID.randomUUID(), false);

    Links(Settings settings, FeedLink.Sink sink) {
        this.connector = settings.connector();
        this.silenceMillis = (int) heartbeat(settings).multipliedBy(2).toMillis();
        this.sink = sink;
    }

    /** How often a sign of life is asked for; twice that long without one is the end of the connection. */
    static Duration heartbeat(Settings settings) {
        Duration half = settings.probeInterval().dividedBy(2);
        return half.compareTo(FASTEST_HEARTBEAT) < 0 ? FASTEST_HEARTBEAT : half;
    }

    /** Not started; null if it cannot be, or the node is neither this master nor a replica with a link. */
    @Nullable
    FeedLink open(HostAndPort address, Reign reign) {
        try {
            NodeConnection connection = connector.openForQuestions(address);
            connection.setSoTimeout(silenceMillis);
            NodeReport there = connection.introduction();
            boolean fits =
                    there.master() ? there.runId().equals(reign.master().runId()) : there.linkUp() && !there.loading();
            if (fits) {
                return new FeedLink(connection, proofs, sink);
            }
            connection.abort();
            LOG.debug("no subscriptions on {}: it is not in the stream of {}", address, reign);
        } catch (RuntimeException e) { // the application's own credentials provider may throw any
            LOG.debug("no subscriptions on {}: {}", address, e.getMessage());
        }
        return null;
    }

    /** Begins to read. Where it cannot, for want of a thread, say, nobody else would close it. */
    void start(FeedLink link, Set<Channel> wanted) {
        try {
            link.start(wanted);
        } catch (RuntimeException | Error e) {
            link.close();
            throw e;
        }
    }

    /**
     * True if what is published on the master now arrives.
     *
     * @param otherwise what holds where tokens are forbidden: then only what the node said when it was opened is known
     */
    boolean isProven(FeedLink link, Reign reign, boolean otherwise) {
        if (!link.awaitReady(READY_NANOS)) {
            return false;
        }
        if (link.isUnprovable()) {
            return otherwise;
        }
        String token = Proof.nextToken();
        Barrier barrier = Barrier.passing(token);
        link.expect(barrier);
        Outcome outcome = Proof.publish(connector, reign, proofs, token);
        return outcome == Outcome.FORBIDDEN ? otherwise : outcome == Outcome.PUBLISHED && barrier.await(PROOF_NANOS);
    }

    /** The new link begins where the old one ends; where that cannot be had, both may bring some messages, or neither. */
    HandOver handOver(FeedLink from, HostAndPort to, Reign reign, Set<Channel> wanted) {
        FeedLink next = open(to, reign);
        if (next == null) {
            return HandOver.failed();
        }
        String token = Proof.nextToken();
        Barrier begin = Barrier.holding(token);
        Barrier end = Barrier.holding(token);
        next.startAt(begin);
        start(next, wanted);
        if (!next.awaitReady(READY_NANOS)) {
            next.close();
            return HandOver.failed();
        }
        from.expect(end);
        Outcome outcome = next.isUnprovable() ? Outcome.FORBIDDEN : Proof.publish(connector, reign, proofs, token);
        if (outcome == Outcome.FORBIDDEN) {
            next.unmute();
            end.decide(true);
            return new HandOver(next, false, false);
        }
        boolean arrived = outcome == Outcome.PUBLISHED && begin.await(HAND_OVER_NANOS);
        boolean seamless = arrived && end.await(HAND_OVER_NANOS);
        if (arrived) {
            from.close();
        } else {
            next.close();
        }
        end.decide(!arrived);
        begin.decide(arrived);
        return arrived ? new HandOver(next, seamless, true) : HandOver.failed();
    }
}
