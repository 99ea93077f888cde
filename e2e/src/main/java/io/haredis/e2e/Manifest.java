package io.haredis.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;

/** A {@code HaRedisCluster} as a user writes it. */
public final class Manifest {
    public static final String API_VERSION = "haredis.io/v1alpha1";
    public static final String KIND = "HaRedisCluster";

    private Manifest() {}

    /** With this spec: a map of its fields. */
    public static GenericKubernetesResource of(String namespace, String name, Object spec) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(API_VERSION)
                .withKind(KIND)
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }
}
