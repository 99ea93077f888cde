package io.haredis.e2e.demo;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.haredis.e2e.RedisCluster;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The table at the end of the demo. */
final class Timeline {
    private static final Map<String, String> STAGES = new LinkedHashMap<>();

    static {
        STAGES.put("detected", "detectedMilliseconds");
        STAGES.put("recorded", "recordedMilliseconds");
        STAGES.put("promoted", "promotedMilliseconds");
        STAGES.put("re-attached", "reattachedMilliseconds");
        STAGES.put("Service moved", "serviceMovedMilliseconds");
    }

    private Timeline() {}

    /** True once every stage is reported. */
    static boolean isComplete(GenericKubernetesResource cluster) {
        return STAGES.values().stream().allMatch(field -> RedisCluster.status(cluster, "lastFailover", field) != null);
    }

    /** One line a stage. */
    static String of(GenericKubernetesResource cluster, double firstWriteMilliseconds, String firstWriteBy) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, "%-22s %8s%n", "what happened", "ms"));
        STAGES.forEach((stage, field) -> table.append(
                String.format(Locale.ROOT, "%-22s %8d%n", stage, RedisCluster.number(cluster, "lastFailover", field))));
        table.append(String.format(
                Locale.ROOT, "%-22s %8.0f   (by %s)%n", "first write accepted", firstWriteMilliseconds, firstWriteBy));
        table.append("The operator's own times begin with its first sign of the loss, the write's with the kill.");
        return table.toString();
    }
}
