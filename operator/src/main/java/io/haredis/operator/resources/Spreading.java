package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.PodTemplate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the pods of a cluster spread: over zones and hosts, or as the user says.
 *
 * <p>Over zones by affinity, not by a second constraint: the scheduler ignores all constraints of {@code ScheduleAnyway}
 * on a Kubernetes node that lacks the label of one, and many clusters know no zones.
 */
final class Spreading {
    private static final String HOST = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final int MOST = 100;

    private static final TopologySpreadConstraint OVER_HOSTS = new TopologySpreadConstraintBuilder()
            .withMaxSkew(1)
            .withTopologyKey(HOST)
            .withWhenUnsatisfiable("ScheduleAnyway")
            .build();

    private Spreading() {}

    static List<TopologySpreadConstraint> constraints(HaRedisCluster cluster) {
        List<TopologySpreadConstraint> given = cluster.getSpec().podTemplate().topologySpreadConstraints();
        return (given.isEmpty() ? List.of(OVER_HOSTS) : given)
                .stream().map(constraint -> selecting(cluster, constraint)).toList();
    }

    static @Nullable Affinity affinity(HaRedisCluster cluster) {
        PodTemplate template = cluster.getSpec().podTemplate();
        Affinity given = template.affinity();
        boolean spreads = !template.topologySpreadConstraints().isEmpty()
                || (given != null && given.getPodAntiAffinity() != null);
        return spreads ? given : overZones(cluster, given == null ? new Affinity() : given);
    }

    private static Affinity overZones(HaRedisCluster cluster, Affinity given) {
        return new AffinityBuilder(given)
                .withNewPodAntiAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(MOST)
                .withNewPodAffinityTerm()
                .withTopologyKey(ZONE)
                .withNewLabelSelector()
                .withMatchLabels(Labels.selector(cluster))
                .endLabelSelector()
                .endPodAffinityTerm()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
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
