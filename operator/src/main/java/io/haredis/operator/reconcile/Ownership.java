package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.resources.Labels;
import java.util.Optional;

/** Whose an object is that bears one of our names. */
final class Ownership {
    /** What the reconciler's own fields are marked with. */
    static final String MANAGER = "haredis-operator";

    private Ownership() {}

    /** Waits for an object of the same name that another owns; adopts one that nobody owns, if it bears our label. */
    static void check(ClusterRef cluster, HasMetadata existing) throws Obstruction {
        String what = existing.getKind() + " " + existing.getMetadata().getName();
        Optional<String> stranger =
                cluster.strangerOf(existing).map(o -> o.getKind() + " " + o.getName() + " (uid " + o.getUid() + ")");
        if (stranger.isPresent()) {
            throw new Obstruction(
                    "NameTaken",
                    what + " belongs to " + stranger.get()
                            + ": waiting until it is gone. Delete it, or give this HaRedisCluster another name.");
        }
        if (!cluster.owns(existing) && !isLabelled(cluster, existing)) {
            throw new Obstruction(
                    "NameTaken",
                    what + " exists and is not of this cluster: waiting until it is gone. Delete it, give this"
                            + " HaRedisCluster another name, or label it haredis.io/cluster=" + cluster.name()
                            + " to have it adopted.");
        }
    }

    private static boolean isLabelled(ClusterRef cluster, HasMetadata existing) {
        var labels = existing.getMetadata().getLabels();
        return labels != null && cluster.name().equals(labels.get(Labels.CLUSTER));
    }
}
