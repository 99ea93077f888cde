package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.ClusterKey;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.report.Configuration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each cluster's objects while this process leads. Event-driven, and looks at everything again from time to time,
 * since not every object is watched. No finalizer: owner references remove what is to be removed.
 */
@ControllerConfiguration(
        name = "haredis",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 45, timeUnit = TimeUnit.SECONDS))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, intervalMultiplier = 1.5, maxInterval = 15_000)
public final class ClusterReconciler implements Reconciler<HaRedisCluster> {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterReconciler.class);
    private static final Duration SOON = Duration.ofSeconds(3);

    private final Keeper keeper;
    private final Failures failures;
    private final Inventory inventory;
    private final BooleanSupplier leads;
    private final SimpleInboundEventSource<HaRedisCluster> triggers = new SimpleInboundEventSource<>("inventory");

    /**
     * A reconciler; JOSDK runs it.
     *
     * @param client a patient client
     * @param holders what the failover loops know
     * @param leads true while this process leads
     */
    public ClusterReconciler(
            KubernetesClient client,
            Inventory inventory,
            Configuration configuration,
            DataHolders holders,
            BooleanSupplier leads) {
        this.keeper = new Keeper(client, inventory, configuration, holders);
        this.failures = new Failures(configuration);
        this.inventory = inventory;
        this.leads = leads;
        inventory.clusters().onEvent(new Farewell(keeper, failures));
    }

    /** Nothing is remembered of a cluster that is gone. */
    private record Farewell(Keeper keeper, Failures failures) implements ResourceEventHandler<HaRedisCluster> {
        @Override
        public void onAdd(HaRedisCluster cluster) {}

        @Override
        public void onUpdate(HaRedisCluster before, HaRedisCluster now) {}

        @Override
        public void onDelete(HaRedisCluster cluster, boolean unknown) {
            keeper.forget(ClusterRef.of(cluster));
            failures.over(ClusterKey.of(ClusterRef.of(cluster)));
        }
    }

    @Override
    public List<EventSource<?, HaRedisCluster>> prepareEventSources(EventSourceContext<HaRedisCluster> context) {
        return List.of(triggers);
    }

    @Override
    public UpdateControl<HaRedisCluster> reconcile(HaRedisCluster cluster, Context<HaRedisCluster> context) {
        if (!leads.getAsBoolean() || cluster.getMetadata().getDeletionTimestamp() != null) {
            failures.over(ClusterKey.of(ClusterRef.of(cluster)));
            return UpdateControl.noUpdate();
        }
        UpdateControl<HaRedisCluster> result = UpdateControl.noUpdate();
        return keep(cluster) ? result.rescheduleAfter(SOON) : result;
    }

    private boolean keep(HaRedisCluster cluster) {
        ClusterRef ref = ClusterRef.of(cluster);
        ClusterKey key = ClusterKey.of(ref);
        try {
            boolean unsettled = keeper.keep(cluster);
            failures.over(key);
            return unsettled;
        } catch (KubernetesClientException failure) {
            LOG.warn("Cluster {}: its objects wait: {}", ref, ApiErrors.sentence(failure));
            failures.failed(cluster, failure);
            return true;
        } catch (RuntimeException fault) {
            failures.failed(cluster, fault);
            throw fault; // JOSDK logs it and tries again
        }
    }

    /** Looks at this cluster soon. */
    public void trigger(ClusterKey cluster) {
        if (leads.getAsBoolean() && triggers.isRunning()) {
            triggers.propagateEvent(new ResourceID(cluster.name(), cluster.namespace()));
        }
    }

    /** This process leads no more. */
    public void standDown() {
        keeper.standDown();
    }

    /** Looks at every cluster soon. */
    public void triggerAll() {
        inventory
                .clusters()
                .all()
                .forEach(c -> trigger(new ClusterKey(
                        c.getMetadata().getNamespace(), c.getMetadata().getName())));
    }
}
