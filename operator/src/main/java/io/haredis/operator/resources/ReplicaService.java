package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Service;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.Map;

/** Service {@code NAME-replicas}: leads to the pods that the failover loop labelled as replicas in sync. */
public final class ReplicaService {
    private ReplicaService() {}

    public static Service of(HaRedisCluster cluster) {
        Service service = RedisService.of(
                cluster,
                Names.replicaService(cluster),
                cluster.getSpec().services().replicas());
        service.getSpec().setSelector(Labels.with(Labels.selector(cluster), Map.of(Labels.ROLE, Labels.ROLE_REPLICA)));
        return service;
    }
}
