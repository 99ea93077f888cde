package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;

/** Ownership: what a cluster owns is deleted with it, and the disruption controller finds its scale through it. */
public final class Owned {
    private Owned() {}

    /** The reference that every object but a retained volume carries. */
    public static OwnerReference by(HaRedisCluster cluster) {
        return new OwnerReferenceBuilder()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withName(Names.cluster(cluster))
                .withUid(cluster.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Name, namespace, owner and the cluster's labels. */
    static ObjectMeta metadata(HaRedisCluster cluster, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(cluster.getMetadata().getNamespace())
                .withLabels(Labels.of(cluster))
                .withOwnerReferences(by(cluster))
                .build();
    }
}
