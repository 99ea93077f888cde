package io.haredis.operator.report;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ClusterRef;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What all reporters of this process share.
 *
 * @param client a patient client
 * @param inventory what Kubernetes shows
 * @param configuration what the keeper of the objects says
 * @param events where Events go
 * @param registry where metrics go
 * @param leads true while this process leads: only then it writes what it merely observed
 */
public record Reporting(
        KubernetesClient client,
        Inventory inventory,
        Configuration configuration,
        EventRecorder events,
        MeterRegistry registry,
        BooleanSupplier leads) {
    /**
     * The reporter of one cluster; closed when the cluster is no longer watched.
     *
     * @param latest the cluster object as last seen
     */
    public StatusReporter open(ClusterRef cluster, Supplier<HaRedisCluster> latest) {
        return new StatusReporter(this, cluster, latest);
    }
}
