package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.loop.Happening;
import io.haredis.operator.loop.MasterChange;
import io.haredis.operator.loop.Reporter;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of one cluster. The loop's calls only leave a note; a thread of its own does the rest, the newest first.
 */
public final class StatusReporter implements Reporter, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

    private final ClusterRef cluster;
    private final Clerk clerk;
    private String told = "";

    StatusReporter(Reporting shared, ClusterRef cluster, Supplier<HaRedisCluster> latest) {
        this.cluster = cluster;
        this.clerk = new Clerk(shared, cluster, latest);
        clerk.start();
    }

    @Override
    public void saw(Snapshot snapshot, @Nullable MasterRecord record, Decision decision) {
        String now = decision.verdict() + Substance.withoutMeasures(decision.sentence());
        // A moment without an answer is nothing to tell of: it ends, or the loop's verdict follows.
        boolean news = decision.verdict() != Verdict.SUSPECT && !now.equals(told);
        if (news) {
            told = now;
            log(decision);
        }
        clerk.saw(new Clerk.Pass(snapshot, record, decision), news);
    }

    /** Trouble is told by the loop's happenings already. */
    private void log(Decision decision) {
        if (decision.verdict() == Verdict.REIGNS) {
            LOG.info("Cluster {}: {}", cluster, decision.sentence());
        } else {
            LOG.debug("Cluster {}: {}: {}", cluster, decision.verdict(), decision.sentence());
        }
    }

    @Override
    public void happened(Happening happening) {
        if (happening.warning()) {
            LOG.warn("Cluster {}: {}", cluster, happening.sentence());
        } else {
            LOG.info("Cluster {}: {}", cluster, happening.sentence());
        }
        clerk.happened(happening);
    }

    @Override
    public void changed(MasterChange change) {
        if (clerk.changed(change)) {
            LOG.info("Cluster {}: epoch {} complete: {}", cluster, change.epoch(), Changes.timings(change));
        }
    }

    /** True if the loop saw a moment ago that enough others hold all that a node can hold. */
    public boolean canDoWithout(String node) {
        return clerk.canDoWithout(node);
    }

    /** Whether the loop saw a moment ago that a node could leave without a loss; empty if it cannot say. */
    public Optional<Boolean> canLetGo(String node) {
        return clerk.canLetGo(node);
    }

    /** Whether the loop saw a moment ago that enough hold the data whichever node goes; empty if it cannot say. */
    public Optional<Boolean> canDoWithoutAnyOne() {
        return clerk.canDoWithoutAnyOne();
    }

    /** Stops telling; what was noted last may remain untold. */
    @Override
    public void close() {
        clerk.close();
    }
}
