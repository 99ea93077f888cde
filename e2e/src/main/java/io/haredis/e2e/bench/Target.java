package io.haredis.e2e.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Apart;
import io.haredis.e2e.Images;
import io.haredis.e2e.Manifest;
import io.haredis.e2e.Poll;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The cluster that is shot at, in a namespace of its own, and its repair between the shots. */
final class Target implements AutoCloseable {
    static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final int NODES = 3;
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Two runs at once disturb each other's figures, but not each other's clusters. */
    private static final String NAMESPACE =
            "haredis-bench-" + ProcessHandle.current().pid();

    private static final String NAME = "bench";
    /** As everybody asks for some who minds: what asks for nothing waits behind all that does. */
    private static final Map<String, Object> RESOURCES = Map.of("requests", Map.of("cpu", "250m", "memory", "64Mi"));

    private final KubernetesClient kubernetes;
    private final Reach reach;
    private final String image;
    private final RedisCluster cluster;

    Target(KubernetesClient kubernetes, Reach reach) {
        this.kubernetes = kubernetes;
        this.reach = reach;
        this.image = Images.usual(reach);
        this.cluster = new RedisCluster(kubernetes, reach, NAMESPACE, NAME);
    }

    RedisCluster cluster() {
        return cluster;
    }

    String image() {
        return image;
    }

    void start() {
        remove();
        Map<String, Object> spec = new TreeMap<>(Map.of("image", image, "resources", RESOURCES));
        if (reach == Reach.LOCAL) {
            spec.put("podTemplate", Map.of("affinity", Apart.affinity(NAME)));
        }
        kubernetes
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        kubernetes.resource(Manifest.of(NAMESPACE, NAME, spec)).create();
        settle(1);
    }

    /** Waits until all follow, and a little longer. */
    GenericKubernetesResource settle(long epoch) {
        GenericKubernetesResource settled = cluster.awaitSettled(epoch, AT_MOST);
        awaitQuietEndpoints();
        return settled;
    }

    /** The same after a pod was replaced, of which the status may not know yet: all have an address first. */
    GenericKubernetesResource settleWithAll(long epoch) {
        Poll.require("three pods with an address", AT_MOST, () -> {
            var pods = kubernetes.pods().inNamespace(NAMESPACE).list().getItems();
            return pods.size() == NODES
                    && pods.stream()
                            .allMatch(pod -> pod.getMetadata().getDeletionTimestamp() == null
                                    && pod.getStatus().getPodIP() != null);
        });
        return settle(epoch);
    }

    /**
     * A new pod for the one that was killed, so that the kubelet's growing back-off for a container that ends again and
     * again has no part in the next run. Returns when all follow.
     */
    GenericKubernetesResource repair(String pod, long epoch) {
        String old = uid(pod);
        kubernetes
                .pods()
                .inNamespace(NAMESPACE)
                .withName(pod)
                .withGracePeriod(1)
                .delete();
        kubernetes
                .pods()
                .inNamespace(NAMESPACE)
                .withName(pod)
                .waitUntilCondition(
                        found -> found != null
                                && !found.getMetadata().getUid().equals(old)
                                && found.getStatus().getPodIP() != null,
                        AT_MOST.toMillis(),
                        TimeUnit.MILLISECONDS);
        return settle(epoch);
    }

    /**
     * kube-proxy carries out one change of endpoints a second: a kill right behind a repair would measure the rest of
     * that second. A master dies out of quiet, seldom just after another did.
     */
    private void awaitQuietEndpoints() {
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        long quietSince = System.nanoTime();
        List<String> seen = endpointVersions();
        while (System.nanoTime() - quietSince < QUIET.toNanos()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the endpoints in " + NAMESPACE + " do not come to rest");
            }
            LockSupport.parkNanos(POLL.toNanos());
            List<String> now = endpointVersions();
            if (!now.equals(seen)) {
                seen = now;
                quietSince = System.nanoTime();
            }
        }
    }

    private List<String> endpointVersions() {
        return kubernetes.discovery().v1().endpointSlices().inNamespace(NAMESPACE).list().getItems().stream()
                .map(slice ->
                        slice.getMetadata().getName() + slice.getMetadata().getResourceVersion())
                .sorted()
                .toList();
    }

    private String uid(String pod) {
        return kubernetes
                .pods()
                .inNamespace(NAMESPACE)
                .withName(pod)
                .require()
                .getMetadata()
                .getUid();
    }

    private void remove() {
        var namespace = kubernetes.namespaces().withName(NAMESPACE);
        namespace.delete();
        namespace.waitUntilCondition(found -> found == null, AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        cluster.close();
        remove();
    }
}
