package io.haredis.operator.clusters;

import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.kube.ClusterRef;
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
    private final Supplier<ClusterLoop> loops;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile HaRedisCluster latest;
    private volatile Policy policy;
    private volatile @Nullable ClusterLoop loop;

    RunningCluster(HaRedisCluster cluster, java.util.function.Function<RunningCluster, Supplier<ClusterLoop>> loops) {
        this.ref = ClusterRef.of(cluster);
        this.latest = cluster;
        this.policy = Policies.of(cluster);
        this.loops = loops.apply(this);
        this.thread = Thread.ofVirtual().name("loop-" + ref).unstarted(this::run);
    }

    ClusterRef ref() {
        return ref;
    }

    HaRedisCluster latest() {
        return latest;
    }

    Policy policy() {
        return policy;
    }

    void start() {
        LOG.info("Cluster {}: watching it", ref);
        thread.start();
    }

    /** A changed object. If its policy cannot be read the last good one stays. */
    void feed(HaRedisCluster cluster) {
        latest = cluster;
        policy = Policies.of(cluster);
        wake();
    }

    void wake() {
        ClusterLoop now = loop;
        if (now != null) {
            now.wake();
        }
    }

    private void run() {
        while (stopped.getCount() > 0) {
            try (ClusterLoop current = loops.get()) {
                loop = current;
                current.run();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException bug) {
                LOG.error("Cluster {}: the loop failed and begins anew", ref, bug);
            }
            if (pause()) {
                return;
            }
        }
    }

    private boolean pause() {
        try {
            return stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops the loop; returns at once. */
    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
        LOG.info("Cluster {}: no longer watched", ref);
    }
}
