package io.haredis.operator.inventory;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The warm copy of all objects of one kind, in some namespaces or in all. Survives any outage of the API. Thread-safe.
 *
 * @param <T> the kind
 */
public final class Watched<T extends HasMetadata> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
    private static final String BY_CLUSTER = "cluster";

    private final String kind;
    private final List<SharedIndexInformer<T>> informers = new ArrayList<>();

    /**
     * Nothing is watched until started.
     *
     * @param label that an object must have to be watched, null for all
     * @param namespaces empty for all
     */
    public Watched(KubernetesClient client, Class<T> type, @Nullable String label, Set<String> namespaces) {
        this.kind = HasMetadata.getKind(type);
        var resources = client.resources(type);
        if (namespaces.isEmpty()) {
            var all = resources.inAnyNamespace();
            informers.add(
                    label == null
                            ? all.runnableInformer(0)
                            : all.withLabel(label).runnableInformer(0));
        }
        for (String namespace : namespaces) {
            var some = resources.inNamespace(namespace);
            informers.add(
                    label == null
                            ? some.runnableInformer(0)
                            : some.withLabel(label).runnableInformer(0));
        }
        for (SharedIndexInformer<T> informer : informers) {
            informer.addIndexers(Map.of(BY_CLUSTER, Watched::clusterOf));
            informer.exceptionHandler(this::goOn);
        }
    }

    private static List<String> clusterOf(HasMetadata object) {
        return ClusterKey.ofMember(object).map(Watched::text).stream().toList();
    }

    private static String text(ClusterKey key) {
        return key.namespace() + "/" + key.name();
    }

    private boolean goOn(boolean started, Throwable failure) {
        LOG.warn("Watching {} failed and is tried again: {}", kind, failure.toString());
        return true;
    }

    /** Calls the handler for what is there and for each change, one call at a time; it must be quick. */
    public void onEvent(ResourceEventHandler<T> handler) {
        informers.forEach(informer -> informer.addEventHandler(handler));
    }

    /** Begins to watch; complete when all that exists has been read. */
    public CompletableFuture<Void> start() {
        return CompletableFuture.allOf(
                informers.stream().map(i -> i.start().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    /** True once all that exists has been read. */
    public boolean hasSynced() {
        return informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    /** The object of this name. */
    public Optional<T> get(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return informers.stream()
                .map(informer -> Optional.ofNullable(informer.getIndexer().getByKey(key)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The objects that say by their label that they belong to this cluster. */
    public Collection<T> of(ClusterKey cluster) {
        return informers.stream()
                .flatMap(informer -> informer.getIndexer().byIndex(BY_CLUSTER, text(cluster)).stream())
                .toList();
    }

    /** All. */
    public Collection<T> all() {
        return informers.stream()
                .flatMap(informer -> informer.getIndexer().list().stream())
                .toList();
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
