package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.Optional;

/** PodDisruptionBudget {@code NAME}: one node at a time may be drained. */
public final class DisruptionBudget {
    private DisruptionBudget() {}

    /** Empty if switched off. */
    public static Optional<PodDisruptionBudget> of(HaRedisCluster cluster) {
        if (!cluster.getSpec().podDisruptionBudget().enabled()) {
            return Optional.empty();
        }
        return Optional.of(new PodDisruptionBudgetBuilder()
                .withMetadata(Owned.metadata(cluster, Names.cluster(cluster)))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(Labels.selector(cluster))
                .endSelector()
                .endSpec()
                .build());
    }
}
