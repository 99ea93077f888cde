package io.haredis.e2e.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Images;
import io.haredis.e2e.Manifest;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The cluster that is shot at, in a namespace of its own, and its repair between the shots. */
final class Target implements AutoCloseable {
    static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final String NAMESPACE = "haredis-bench";
    private static final String NAME = "bench";

    private final KubernetesClient kubernetes;
    private final String image;
    private final RedisCluster cluster;

    Target(KubernetesClient kubernetes, Reach reach) {
        this.kubernetes = kubernetes;
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
        kubernetes
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        kubernetes
                .resource(Manifest.of(NAMESPACE, NAME, Map.of("image", image)))
                .create();
        cluster.awaitSettled(1, AT_MOST);
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
        return cluster.awaitSettled(epoch, AT_MOST);
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
