package io.haredis.operator.inventory;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.resources.Labels;
import java.util.Optional;

/** Name of a cluster, whichever object bears it. */
public record ClusterKey(String namespace, String name) {
    /** The cluster of this reference. */
    public static ClusterKey of(ClusterRef cluster) {
        return new ClusterKey(cluster.namespace(), cluster.name());
    }

    /** The cluster that the object says it belongs to by its label. */
    public static Optional<ClusterKey> ofMember(HasMetadata object) {
        var labels = object.getMetadata().getLabels();
        return Optional.ofNullable(labels)
                .map(all -> all.get(Labels.CLUSTER))
                .map(name -> new ClusterKey(object.getMetadata().getNamespace(), name));
    }
}
