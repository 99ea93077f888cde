package io.haredis.operator.inventory;

import io.haredis.operator.api.v1alpha1.Durability;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.api.v1alpha1.OnDataLoss;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.resources.Names;
import io.haredis.operator.resources.SpecReview;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What the specification asks of the failover loop. Pure. */
public final class Policies {
    private static final int MOST = 9;

    private Policies() {}

    /**
     * The policy of this cluster; numbers outside their range are taken for the nearest inside. While the specification is
     * refused it depends on what exists.
     *
     * @param existing the nodes that there are, see {@link #names}
     */
    public static Supplier<Policy> of(HaRedisCluster cluster, Supplier<Set<String>> existing) {
        Policy policy = of(cluster, names(cluster, existing));
        return isRefused(cluster) ? () -> of(cluster, names(cluster, existing)) : () -> policy;
    }

    private static Policy of(HaRedisCluster cluster, List<String> names) {
        HaRedisClusterSpec spec = cluster.getSpec();
        return new Policy(
                names,
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

    /**
     * Names of the nodes that there should be. While the specification is refused, those that exist are among them: whoever
     * wrote what is refused may have meant another number too.
     *
     * @param existing names of the nodes that there are; asked only then
     */
    public static List<String> names(HaRedisCluster cluster, Supplier<Set<String>> existing) {
        int replicas = Math.clamp(cluster.getSpec().replicas(), 1, MOST);
        Set<String> kept = isRefused(cluster) ? existing.get() : Set.of();
        return IntStream.range(0, MOST)
                .mapToObj(ordinal -> Names.pod(cluster, ordinal))
                .filter(name -> Names.ordinal(cluster, name) < replicas || kept.contains(name))
                .toList();
    }

    private static boolean isRefused(HaRedisCluster cluster) {
        return !SpecReview.of(cluster.getSpec()).accepted();
    }
}
