package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Service;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;

/** Headless Service {@code NAME-nodes}: gives each pod its DNS name, ready or not. */
public final class NodeService {
    private NodeService() {}

    public static Service of(HaRedisCluster cluster) {
        Service service = RedisService.of(
                cluster,
                Names.nodeService(cluster),
                cluster.getSpec().services().nodes());
        service.getSpec().setType("ClusterIP");
        service.getSpec().setClusterIP("None");
        service.getSpec().setPublishNotReadyAddresses(true);
        service.getSpec().setSelector(Labels.selector(cluster));
        return service;
    }
}
