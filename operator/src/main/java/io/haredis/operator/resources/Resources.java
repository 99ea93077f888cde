package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a cluster that are applied as they are, by server-side apply, again and again. Apart from them stand
 * what is created once and then left alone: {@link AuthSecret}, {@link DataClaim} and {@link NodePod}.
 */
public final class Resources {
    private Resources() {}

    /**
     * In the order in which they are applied: what pods mount comes first.
     *
     * @param application the application's password; empty if {@code spec.auth.enabled} is false
     */
    public static List<HasMetadata> of(HaRedisCluster cluster, Passwords passwords, Optional<String> application) {
        Secret secret = OperatorSecret.of(cluster, passwords, application);
        List<HasMetadata> objects = new ArrayList<>(List.of(
                ServerConfig.of(cluster),
                secret,
                NodeService.of(cluster),
                MasterService.of(cluster),
                ReplicaService.of(cluster)));
        DisruptionBudget.of(cluster).ifPresent(objects::add);
        IngressPolicy.of(cluster).ifPresent(objects::add);
        return objects;
    }
}
