package io.haredis.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One HaRedisCluster object: a recreated object of the same name is another one.
 *
 * @param uid the object's identity
 */
public record ClusterRef(String namespace, String name, String uid) {
    /** API version of the custom resource. */
    public static final String API_VERSION = "haredis.io/v1alpha1";
    /** Kind of the custom resource. */
    public static final String KIND = "HaRedisCluster";

    /** The cluster object itself. */
    public static ClusterRef of(HasMetadata cluster) {
        var meta = cluster.getMetadata();
        return new ClusterRef(meta.getNamespace(), meta.getName(), meta.getUid());
    }

    /** What an object of this cluster says about its owner. */
    public OwnerReference ownerReference() {
        return new OwnerReferenceBuilder()
                .withApiVersion(API_VERSION)
                .withKind(KIND)
                .withName(name)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** The controlling owner if it is another object: one of another identity, or of another kind. */
    public Optional<OwnerReference> strangerOf(HasMetadata object) {
        return owners(object).stream()
                .filter(o -> Boolean.TRUE.equals(o.getController()))
                .filter(o -> !uid.equals(o.getUid()))
                .findFirst();
    }

    /** True if the object says that this very cluster object owns it. */
    public boolean owns(HasMetadata object) {
        return owners(object).stream().anyMatch(o -> uid.equals(o.getUid()));
    }

    private static List<OwnerReference> owners(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getOwnerReferences(), List.of());
    }

    /** Name of the record's Lease and of the master Service. */
    public String masterName() {
        return name + "-master";
    }

    /** Name of the Secret with the operator's own password. */
    public String operatorSecretName() {
        return name + "-operator";
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
