package io.haredis.operator.reconcile;

import io.haredis.operator.kube.ClusterRef;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which finished pods were made anew a moment ago. What a kubelet rejects it rejects again within milliseconds: the next one
 * waits, the first one never does. Remembers a pause long and no longer, so nothing is left of a cluster that is gone.
 * Thread-safe.
 */
final class Remakes {
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Map<Node, Long> made = new ConcurrentHashMap<>();

    private record Node(ClusterRef cluster, String pod) {}

    /**
     * None yet.
     *
     * @param nanoTime a clock that nobody sets, in nanoseconds
     */
    Remakes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** True if this pod may be made anew now. */
    boolean isDue(ClusterRef cluster, String pod) {
        long now = nanoTime.getAsLong();
        made.values().removeIf(at -> now - at >= PAUSE.toNanos());
        return !made.containsKey(new Node(cluster, pod));
    }

    /** The pod was removed, and another one comes. */
    void made(ClusterRef cluster, String pod) {
        made.put(new Node(cluster, pod), nanoTime.getAsLong());
    }
}
