package io.haredis.operator.clusters;

import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.inventory.Policies;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.report.Reporting;
import io.haredis.operator.report.StatusReporter;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one cluster's loop. A bug ends one run of the loop, never the loop, and never another cluster's. */
final class RunningCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningCluster.class);
    private static final long PAUSE_SECONDS = 1;

    private final ClusterRef ref;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final StatusReporter reporter;
    private final Supplier<Set<String>> nodes;
    private volatile HaRedisCluster latest;
    private volatile Supplier<Policy> policy;
    private volatile @Nullable ClusterLoop loop;
    private volatile @Nullable Thread thread;

    RunningCluster(HaRedisCluster cluster, Reporting reporting, Supplier<Set<String>> nodes) {
        this.ref = ClusterRef.of(cluster);
        this.latest = cluster;
        this.nodes = nodes;
        this.policy = Policies.of(cluster, nodes);
        this.reporter = reporting.open(ref, this::latest);
    }

    StatusReporter reporter() {
        return reporter;
    }

    /** Makes a loop; again after a bug ended the last one. */
    interface Loops {
        ClusterLoop create();
    }

    ClusterRef ref() {
        return ref;
    }

    HaRedisCluster latest() {
        return latest;
    }

    Policy policy() {
        return policy.get();
    }

    void start(Loops loops) {
        LOG.info("Cluster {}: watching it", ref);
        thread = Thread.ofVirtual().name("loop-" + ref).start(() -> run(loops));
    }

    /** A changed object. If its policy cannot be read the last good one stays. */
    void feed(HaRedisCluster cluster) {
        latest = cluster;
        policy = Policies.of(cluster, nodes);
        wake();
    }

    void wake() {
        ClusterLoop now = loop;
        if (now != null) {
            now.wake();
        }
    }

    private void run(Loops loops) {
        try {
            do {
                runOnce(loops);
            } while (!stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce(Loops loops) throws InterruptedException {
        try (ClusterLoop current = loops.create()) {
            loop = current;
            current.run();
        } catch (RuntimeException bug) {
            LOG.error("Cluster {}: the loop failed and begins anew", ref, bug);
        } finally {
            loop = null;
        }
    }

    /** Stops the loop; returns at once. */
    @Override
    public void close() {
        stopped.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
        reporter.close();
        LOG.info("Cluster {}: no longer watched", ref);
    }
}
