package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.Optional;

/**
 * PodDisruptionBudget {@code NAME}: one node at a time may be drained, and the next one only once enough hold the data
 * again. A pod is ready long before it is in sync, so Kubernetes alone would let a drain take one after the other.
 */
public final class DisruptionBudget {
    private DisruptionBudget() {}

    /**
     * Empty if switched off.
     *
     * @param mayDrain whether the data are safe if any one node goes
     */
    public static Optional<PodDisruptionBudget> of(HaRedisCluster cluster, boolean mayDrain) {
        if (!cluster.getSpec().podDisruptionBudget().enabled()) {
            return Optional.empty();
        }
        return Optional.of(new PodDisruptionBudgetBuilder()
                .withMetadata(Owned.metadata(cluster, Names.cluster(cluster)))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(mayDrain ? 1 : 0))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow") // one that does not serve keeps nobody's node
                .withNewSelector()
                .withMatchLabels(Labels.selector(cluster))
                .endSelector()
                .endSpec()
                .build());
    }
}
