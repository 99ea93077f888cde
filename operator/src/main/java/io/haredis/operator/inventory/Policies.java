package io.haredis.operator.inventory;

import io.haredis.operator.api.v1alpha1.Durability;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.api.v1alpha1.OnDataLoss;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** What the specification asks of the failover loop. Pure. */
public final class Policies {
    private static final int MOST = 9;

    private Policies() {}

    /** The policy of this cluster; numbers outside their range are taken for the nearest inside. */
    public static Policy of(HaRedisCluster cluster) {
        HaRedisClusterSpec spec = cluster.getSpec();
        return new Policy(
                names(cluster.getMetadata().getName(), spec),
                Duration.ofMillis(spec.failover().timeoutMilliseconds()),
                Duration.ofMillis(spec.failover().delayMilliseconds()),
                spec.durability() == Durability.QUORUM,
                spec.failover().onDataLoss() == OnDataLoss.ACCEPT,
                spec.minReplicasToWrite(),
                spec.storage() != null,
                spec.metadataDatabase(),
                requests(cluster));
    }

    /** What people ask for by annotations. */
    public static Requests requests(HaRedisCluster cluster) {
        return Requests.of(Objects.requireNonNullElse(cluster.getMetadata().getAnnotations(), Map.of()));
    }

    /** Names of the nodes that there should be. */
    public static List<String> names(String cluster, HaRedisClusterSpec spec) {
        int replicas = Math.clamp(spec.replicas(), 1, MOST);
        return IntStream.range(0, replicas).mapToObj(i -> cluster + "-" + i).toList();
    }
}
