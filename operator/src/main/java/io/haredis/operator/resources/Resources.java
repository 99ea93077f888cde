package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of a cluster that are applied as they are, by server-side apply, again and again. Apart from them stand
 * what is created once and then left alone, {@link AuthSecret}, {@link DataClaim} and {@link NodePod}, and
 * {@link OperatorSecret}, which is applied only over the state whose passwords it repeats, and {@link DisruptionBudget},
 * which follows what the failover loop sees.
 */
public final class Resources {
    private Resources() {}

    /** In the order in which they are applied: what pods mount comes first. */
    public static List<HasMetadata> of(HaRedisCluster cluster) {
        List<HasMetadata> objects = new ArrayList<>(List.of(
                ServerConfig.of(cluster),
                NodeService.of(cluster),
                MasterService.of(cluster),
                ReplicaService.of(cluster)));
        IngressPolicy.of(cluster).ifPresent(objects::add);
        return objects;
    }
}
