package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.List;

/** How the pods of a cluster spread: over zones, then over hosts, or as the user says. */
final class Spreading {
    private Spreading() {}

    static List<TopologySpreadConstraint> of(HaRedisCluster cluster) {
        List<TopologySpreadConstraint> given = cluster.getSpec().podTemplate().topologySpreadConstraints();
        if (given.isEmpty()) {
            return List.of(over(cluster, "topology.kubernetes.io/zone"), over(cluster, "kubernetes.io/hostname"));
        }
        return given.stream().map(constraint -> selecting(cluster, constraint)).toList();
    }

    private static TopologySpreadConstraint over(HaRedisCluster cluster, String topologyKey) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(topologyKey)
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(Labels.selector(cluster))
                .endLabelSelector()
                .build();
    }

    /** A constraint without a selector would count no pod at all. */
    private static TopologySpreadConstraint selecting(HaRedisCluster cluster, TopologySpreadConstraint constraint) {
        if (constraint.getLabelSelector() != null) {
            return constraint;
        }
        return new TopologySpreadConstraintBuilder(constraint)
                .withNewLabelSelector()
                .withMatchLabels(Labels.selector(cluster))
                .endLabelSelector()
                .build();
    }
}
