package io.haredis.operator.inventory;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.haredis.operator.kube.ApiErrors;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which Kubernetes nodes are cordoned. Without the right to read nodes none is: a drain then ends in the move that a
 * pod's deletion causes. Thread-safe.
 */
final class KubernetesNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesNodes.class);

    /** Nodes that are read at once in the first list: whole they are large, and their names are kept. */
    private static final long PAGE = 100;

    private final KubernetesClient client;
    /** Kept by the watch: every look of every loop asks for it. */
    private final Set<String> cordoned = ConcurrentHashMap.newKeySet();

    private volatile @Nullable SharedIndexInformer<Node> informer;

    KubernetesNodes(KubernetesClient client) {
        this.client = client;
    }

    /** Begins to watch, if that is allowed; does not wait. */
    void start() {
        try {
            client.nodes().list(new ListOptionsBuilder().withLimit(1L).build());
        } catch (KubernetesClientException refused) {
            if (isForbidden(refused)) {
                goWithout(refused);
                return;
            }
            LOG.warn("Kubernetes nodes cannot be read yet and are tried again: {}", ApiErrors.sentence(refused));
        }
        watch();
    }

    private void watch() {
        SharedIndexInformer<Node> watching = client.nodes().withLimit(PAGE).runnableInformer(0);
        watching.itemStore(new ReducedStateItemStore<>(
                ReducedStateItemStore.NAME_KEY_STATE,
                Node.class,
                client.getKubernetesSerialization(),
                "metadata.resourceVersion"));
        watching.addEventHandler(new Handler());
        watching.exceptionHandler(this::goOn);
        watching.start();
        informer = watching;
    }

    /** A right that was there once may come back; one that was never given is not asked for again and again. */
    private boolean goOn(boolean started, Throwable failure) {
        Throwable cause = Watched.cause(failure);
        if (!started && cause instanceof KubernetesClientException refused && isForbidden(refused)) {
            goWithout(refused);
            return false;
        }
        LOG.warn("Watching Nodes failed and is tried again: {}", cause.toString());
        return true;
    }

    private static boolean isForbidden(KubernetesClientException refused) {
        return refused.getCode() == ApiErrors.FORBIDDEN;
    }

    private static void goWithout(KubernetesClientException refused) {
        LOG.warn(
                "Kubernetes nodes cannot be read, so that cordoned ones are not left before a drain: {}",
                ApiErrors.sentence(refused));
    }

    /** Names of those that take no new pods. */
    Set<String> cordoned() {
        return Set.copyOf(cordoned);
    }

    private final class Handler implements ResourceEventHandler<Node> {
        @Override
        public void onAdd(Node node) {
            boolean unschedulable =
                    node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
            String name = node.getMetadata().getName();
            if (unschedulable) {
                cordoned.add(name);
            } else {
                cordoned.remove(name);
            }
        }

        @Override
        public void onUpdate(Node before, Node now) {
            onAdd(now);
        }

        @Override
        public void onDelete(Node node, boolean unknown) {
            cordoned.remove(node.getMetadata().getName());
        }
    }

    @Override
    public void close() {
        SharedIndexInformer<Node> watching = informer;
        if (watching != null) {
            watching.close();
        }
    }
}
