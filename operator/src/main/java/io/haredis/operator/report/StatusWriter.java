package io.haredis.operator.report;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.api.v1alpha1.LastFailover;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.kube.Versions;
import java.util.Map;

/**
 * Writes to the status subresource by server-side apply. The last failover has a field manager of its own: whoever
 * completed it writes it, and whoever writes the rest cannot take it away. Throws what the client throws.
 */
final class StatusWriter {
    private static final String STATUS_MANAGER = "haredis-status";
    private static final String FAILOVER_MANAGER = "haredis-failover";
    private static final ResourceDefinitionContext RESOURCE = new ResourceDefinitionContext.Builder()
            .withGroup("haredis.io")
            .withVersion("v1alpha1")
            .withKind(ClusterRef.KIND)
            .withPlural("haredisclusters")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final ClusterRef cluster;

    StatusWriter(KubernetesClient client, ClusterRef cluster) {
        this.client = client;
        this.cluster = cluster;
    }

    /** All but the last failover. Returns the object's resourceVersion after it. */
    String write(HaRedisClusterStatus status) {
        return apply(STATUS_MANAGER, status);
    }

    /** The last failover alone. */
    void write(LastFailover failover) {
        apply(FAILOVER_MANAGER, Map.of("lastFailover", failover));
    }

    private String apply(String manager, Object status) {
        GenericKubernetesResource object = new GenericKubernetesResourceBuilder()
                .withApiVersion(ClusterRef.API_VERSION)
                .withKind(ClusterRef.KIND)
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withName(cluster.name())
                .withUid(cluster.uid())
                .endMetadata()
                .addToAdditionalProperties("status", status)
                .build();
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build();
        GenericKubernetesResource stored = client.genericKubernetesResources(RESOURCE)
                .inNamespace(cluster.namespace())
                .resource(object)
                .subresource("status")
                .patch(context, object);
        return Versions.version(stored);
    }
}
