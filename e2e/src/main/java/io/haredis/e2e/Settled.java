package io.haredis.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a cluster's status says that nothing is left to do. */
public final class Settled {
    private Settled() {}

    /** True if the status is about the current spec, a master reigns, and all nodes follow it. */
    public static boolean isSettled(GenericKubernetesResource cluster) {
        return "Running".equals(RedisCluster.status(cluster, "phase"))
                && isAll(RedisCluster.status(cluster, "ready"))
                && isAll(RedisCluster.status(cluster, "synced"))
                && RedisCluster.number(cluster, "observedGeneration")
                        == cluster.getMetadata().getGeneration();
    }

    /** The same, in this epoch or a later one. */
    public static boolean isSettled(GenericKubernetesResource cluster, long epoch) {
        return RedisCluster.number(cluster, "epoch") >= epoch && isSettled(cluster);
    }

    private static boolean isAll(@Nullable Object ratio) {
        if (!(ratio instanceof String text)) {
            return false;
        }
        String[] parts = text.split("/", 2);
        return parts.length == 2 && parts[0].equals(parts[1]);
    }

    /** The condition of this type as the status has it; empty if it was never stated. */
    public static Map<?, ?> condition(GenericKubernetesResource cluster, String type) {
        if (RedisCluster.status(cluster, "conditions") instanceof List<?> conditions) {
            for (Object condition : conditions) {
                if (condition instanceof Map<?, ?> stated && type.equals(stated.get("type"))) {
                    return stated;
                }
            }
        }
        return Map.of();
    }
}
