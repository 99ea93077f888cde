package io.haredis.client.internal.topology;

import io.haredis.client.internal.node.NodeReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The replicas, as they were last heard: who is fit to be read from and who gets the master's stream. Written by the control
 * thread, read by any.
 */
public final class Followers {
    private final Reigns reigns;
    private final Duration maxLag;
    private final Freshness freshness = new Freshness();
    private final Map<String, Follower> byProcess = new LinkedHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private @Nullable NodeReport master;
    private volatile List<Follower> all = List.of();

    /** Who lags more than so long is not fit. */
    public Followers(Reigns reigns, Duration maxLag) {
        this.reigns = reigns;
        this.maxLag = maxLag;
    }

    /**
     * A node that does not reign.
     *
     * @param report what it said last
     * @param askedAt when it was asked, {@code System.nanoTime()}
     * @param linked true if it gets the stream of the present master
     * @param freshAsOf a moment of which it holds everything, null if none is known
     * @param behind bytes of the stream that it has not acknowledged, by the master's last answer
     */
    public record Follower(
            NodeReport report,
            long askedAt,
            boolean linked,
            @Nullable Long freshAsOf,
            long behind) {
        /** Where it is reached. */
        public HostAndPort address() {
            return report.address();
        }

        /** True if it holds all that the master held so long ago. */
        public boolean isWithin(Duration lag) {
            return freshAsOf != null && System.nanoTime() - freshAsOf <= lag.toNanos();
        }
    }

    /** All that answered last time they were asked, in the order in which they became known. */
    public List<Follower> all() {
        return all;
    }

    /**
     * True if it may be read from: its data is not too old, and the present master's; while nobody knows who that is, the last
     * one's.
     */
    public boolean isReadable(Follower replica) {
        Reign reign = reigns.current();
        boolean settled = reign != null && reign.isUsable();
        return !replica.report().loading() && replica.isWithin(maxLag) && (replica.linked() || !settled);
    }

    /** True if what is published on the master reaches it, and in time. */
    public boolean isInStream(Follower replica) {
        return replica.linked() && isReadable(replica);
    }

    /** Runs after each change, on the control thread: returns at once. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    // ---- control thread ------------------------------------------------------------------------------------------

    /**
     * A node's answer; the master's too.
     *
     * @return true if it is worth asking again soon: it is about to be fit, or not heard of by the master yet
     */
    boolean heard(NodeReport report, long askedAt) {
        Reign reign = reigns.current();
        byProcess
                .values()
                .removeIf(r -> r.address().equals(report.address())
                        && !r.report().runId().equals(report.runId()));
        if (report.master() && reign != null && Judge.isSameProcess(report, reign.master())) {
            master = report;
            freshness.masterHad(report.lineage(), askedAt);
            byProcess.remove(report.runId());
        } else if (report.master()) {
            byProcess.remove(report.runId());
        } else {
            Follower known = byProcess.get(report.runId());
            if (known == null || known.address().equals(report.address()) || isListed(report)) {
                byProcess.put(report.runId(), judged(report, askedAt));
            }
        }
        publish();
        Follower replica = byProcess.get(report.runId());
        return replica != null && !isInStream(replica);
    }

    /** A node does not answer. */
    void lost(HostAndPort address) {
        if (byProcess.values().removeIf(r -> r.address().equals(address))) {
            publish();
        }
    }

    private void publish() {
        byProcess.replaceAll((process, replica) -> judged(replica.report(), replica.askedAt()));
        all = List.copyOf(byProcess.values());
        listeners.forEach(Runnable::run);
    }

    private Follower judged(NodeReport report, long askedAt) {
        NodeReport reigning = master;
        boolean linked = reigning != null
                && report.linkUp()
                && report.lineage().id().equals(reigning.lineage().id());
        return new Follower(report, askedAt, linked, freshness.asOf(report.lineage()), behind(report));
    }

    private long behind(NodeReport report) {
        NodeReport reigning = master;
        if (reigning == null) {
            return 0;
        }
        long has = reigning.replicas().stream()
                .filter(r -> r.address().equals(report.address()))
                .mapToLong(NodeReport.Replica::offset)
                .findFirst()
                .orElse(report.lineage().offset());
        return Math.max(0, reigning.lineage().offset() - has);
    }

    /** Of several addresses of one process that one is taken which the other nodes use. */
    private boolean isListed(NodeReport report) {
        NodeReport reigning = master;
        return reigning != null
                && reigning.replicas().stream().anyMatch(r -> r.address().equals(report.address()));
    }
}
