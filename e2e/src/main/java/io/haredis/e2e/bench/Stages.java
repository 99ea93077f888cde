package io.haredis.e2e.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.haredis.e2e.RedisCluster;
import java.util.Map;
import java.util.TreeMap;

/** The operator's own times of a failover, from the status. */
final class Stages {
    private Stages() {}

    /** Of the first after this epoch. */
    static Map<String, Object> after(RedisCluster cluster, long epoch) {
        Map<String, Object> stages = new TreeMap<>();
        try {
            GenericKubernetesResource after = cluster.await(
                    found -> RedisCluster.number(found, "lastFailover", "epoch") > epoch
                            && RedisCluster.status(found, "lastFailover", "totalMilliseconds") != null,
                    Target.AT_MOST);
            if (RedisCluster.status(after, "lastFailover") instanceof Map<?, ?> failover) {
                failover.forEach((key, value) -> {
                    if (value instanceof Number) {
                        stages.put(String.valueOf(key).replace("Milliseconds", ""), value);
                    }
                });
            }
        } catch (KubernetesClientTimeoutException unreported) {
            stages.put("unreported", true);
        }
        return stages;
    }
}
