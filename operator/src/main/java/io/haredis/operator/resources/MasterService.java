package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Service;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.Map;

/** Service {@code NAME-master}. */
public final class MasterService {
    private MasterService() {}

    /**
     * The Service without a selector, which belongs to the failover loop: without one it leads to no pod, and applying
     * it again never takes the loop's selector back.
     */
    public static Service of(HaRedisCluster cluster) {
        return RedisService.of(
                cluster,
                Names.masterService(cluster),
                cluster.getSpec().services().master());
    }

    /** What the failover loop writes to {@code spec.selector} when this pod reigns. */
    public static Map<String, String> selector(HaRedisCluster cluster, String pod) {
        return Map.of(Labels.CLUSTER, Names.cluster(cluster), Labels.NODE, pod);
    }
}
