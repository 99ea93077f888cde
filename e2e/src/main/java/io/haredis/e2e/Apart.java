package io.haredis.e2e;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;

/** Each pod of a cluster on a node of its own: a lost node is then a minority, as any promise wants it. */
public final class Apart {
    private Apart() {}

    /** For {@code spec.podTemplate.affinity}. */
    public static Affinity affinity(String cluster) {
        return new AffinityBuilder()
                .withNewPodAntiAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                .addToMatchLabels("haredis.io/cluster", cluster)
                .endLabelSelector()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .build();
    }
}
