package io.haredis.operator.clusters;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.ClusterKey;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.lease.LeaseRecordStore;
import io.haredis.operator.reconcile.DataHolders;
import io.haredis.operator.report.Reporting;
import io.haredis.operator.report.StatusReporter;
import io.haredis.operator.route.ClusterAnnotations;
import io.haredis.operator.route.ServiceRoutes;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, feeds and stops one failover loop per cluster object, by the informers' events.
 *
 * <p>An object that is being deleted has no loop: nobody is promoted any more. A recreated object of the same name is
 * another one. Thread-safe.
 */
public final class Clusters implements DataHolders, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clusters.class);

    private final Inventory inventory;
    private final KubernetesClient fencing;
    private final Reporting reporting;
    private final ClusterContext.LoopFactory loops;
    private final Map<ClusterKey, RunningCluster> running = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * Does nothing until the inventory tells it of clusters.
     *
     * @param fencing a fencing client: short time-out, no second try
     */
    public Clusters(
            Inventory inventory, KubernetesClient fencing, Reporting reporting, ClusterContext.LoopFactory loops) {
        this.inventory = inventory;
        this.fencing = fencing;
        this.reporting = reporting;
        this.loops = loops;
    }

    /** Listens to the inventory; call it before the inventory starts. */
    public void attach() {
        inventory.clusters().onEvent(new Handler());
        inventory.onChange(this::wake);
    }

    /** How many loops run. */
    public int count() {
        return running.size();
    }

    @Override
    public boolean canDoWithout(ClusterRef cluster, String node) {
        return reporter(cluster).filter(r -> r.canDoWithout(node)).isPresent();
    }

    @Override
    public Optional<Boolean> canLetGo(ClusterRef cluster, String node) {
        return reporter(cluster).flatMap(r -> r.canLetGo(node));
    }

    @Override
    public Optional<Boolean> canDoWithoutAnyOne(ClusterRef cluster) {
        return reporter(cluster).flatMap(StatusReporter::canDoWithoutAnyOne);
    }

    private Optional<StatusReporter> reporter(ClusterRef cluster) {
        return Optional.ofNullable(running.get(ClusterKey.of(cluster)))
                .filter(found -> found.ref().equals(cluster))
                .map(RunningCluster::reporter);
    }

    private void wake(ClusterKey key) {
        RunningCluster cluster = running.get(key);
        if (cluster != null) {
            cluster.wake();
        }
    }

    private synchronized void seen(HaRedisCluster object) {
        ClusterRef ref = ClusterRef.of(object);
        RunningCluster cluster = running.get(ClusterKey.of(ref));
        boolean deleting = object.getMetadata().getDeletionTimestamp() != null;
        if (cluster != null && (deleting || !cluster.ref().equals(ref))) {
            stop(cluster.ref());
            cluster = null;
        }
        if (deleting || closed) {
            return;
        }
        if (cluster == null) {
            start(object);
        } else {
            cluster.feed(object);
        }
    }

    private void start(HaRedisCluster object) {
        ClusterRef ref = ClusterRef.of(object);
        RunningCluster cluster = new RunningCluster(object, reporting, () -> inventory.nodes(ref));
        ClusterContext context = new ClusterContext(
                ref,
                cluster::policy,
                () -> inventory.podViews(ref),
                () -> inventory.operatorPassword(ref),
                new LeaseRecordStore(fencing, ref, () -> inventory.record(ref), InstantSource.system()),
                new ServiceRoutes(fencing, ref, () -> inventory.masterService(ref), () -> inventory.pods(ref)),
                new ClusterAnnotations(fencing, ref),
                cluster.reporter());
        running.put(ClusterKey.of(ref), cluster);
        cluster.start(() -> loops.create(context));
    }

    private synchronized void stop(ClusterRef ref) {
        ClusterKey key = ClusterKey.of(ref);
        RunningCluster cluster = running.get(key);
        if (cluster != null && cluster.ref().equals(ref)) {
            running.remove(key);
            reporting.configuration().forget(key);
            cluster.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().stream().map(RunningCluster::ref).toList().forEach(this::stop);
    }

    /** A cluster object that cannot be worked with never disturbs another. */
    private final class Handler implements ResourceEventHandler<HaRedisCluster> {
        @Override
        public void onAdd(HaRedisCluster object) {
            safely(object, () -> seen(object));
        }

        @Override
        public void onUpdate(HaRedisCluster before, HaRedisCluster now) {
            safely(now, () -> seen(now));
        }

        @Override
        public void onDelete(HaRedisCluster object, boolean unknown) {
            safely(object, () -> stop(ClusterRef.of(object)));
        }

        private void safely(HaRedisCluster object, Runnable step) {
            try {
                step.run();
            } catch (RuntimeException broken) {
                LOG.error(
                        "Cluster {}/{} cannot be worked with; its loop goes on as before",
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName(),
                        broken);
            }
        }
    }
}
