package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;

/**
 * PodDisruptionBudget {@code NAME}: one node at a time may be drained, and the next one only once enough hold the data
 * again. A pod is ready long before it is in sync, so Kubernetes alone would let a drain take one after the other.
 */
public final class DisruptionBudget {
    private DisruptionBudget() {}

    /**
     * The budget. A number, since Kubernetes then counts the pods and not {@code spec.replicas}.
     *
     * @param minAvailable so many pods must stay ready
     */
    public static PodDisruptionBudget of(HaRedisCluster cluster, int minAvailable) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(Owned.metadata(cluster, Names.cluster(cluster)))
                .withNewSpec()
                .withMinAvailable(new IntOrString(minAvailable))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow") // one that does not serve keeps nobody's node
                .withNewSelector()
                .withMatchLabels(Labels.selector(cluster))
                .endSelector()
                .endSpec()
                .build();
    }
}
