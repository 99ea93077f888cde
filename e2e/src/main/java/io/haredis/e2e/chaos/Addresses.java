package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.e2e.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where the pods of a cluster are, asked again and again; the last answer holds while the API server gives none. */
final class Addresses implements Runnable {
    private static final int PORT = 6379;
    private static final Duration PACE = Duration.ofMillis(200);

    private final KubernetesClient kubernetes;
    private final String namespace;
    private final String cluster;
    private volatile List<Endpoint> known = List.of();
    private volatile boolean stopped;

    Addresses(KubernetesClient kubernetes, String namespace, String cluster) {
        this.kubernetes = kubernetes;
        this.namespace = namespace;
        this.cluster = cluster;
    }

    List<Endpoint> known() {
        return known;
    }

    @Nullable
    Endpoint of(String pod) {
        return known.stream()
                .filter(endpoint -> endpoint.name().equals(pod))
                .findFirst()
                .orElse(null);
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                known = ask();
            } catch (KubernetesClientException unavailable) {
                // The API server is one of the victims.
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private List<Endpoint> ask() {
        return kubernetes
                .pods()
                .inNamespace(namespace)
                .withLabel("haredis.io/cluster", cluster)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getStatus().getPodIP() != null)
                .map(Addresses::endpoint)
                .toList();
    }

    private static Endpoint endpoint(Pod pod) {
        return new Endpoint(pod.getMetadata().getName(), pod.getStatus().getPodIP(), PORT);
    }
}
