package io.haredis.operator.inventory;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /** Stands for all namespaces where one is named. */
    static final String ALL = "*";

    private final String kind;
    private final Map<String, SharedIndexInformer<T>> informers = new LinkedHashMap<>();
    private final Seldom seldom = new Seldom(InstantSource.system());

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
            informers.put(
                    ALL,
                    label == null
                            ? all.runnableInformer(0)
                            : all.withLabel(label).runnableInformer(0));
        }
        for (String namespace : namespaces) {
            var some = resources.inNamespace(namespace);
            informers.put(
                    namespace,
                    label == null
                            ? some.runnableInformer(0)
                            : some.withLabel(label).runnableInformer(0));
        }
        informers.forEach((namespace, informer) -> {
            informer.addIndexers(Map.of(BY_CLUSTER, Watched::clusterOf));
            informer.exceptionHandler((started, failure) -> goOn(namespace, failure));
        });
    }

    private static List<String> clusterOf(HasMetadata object) {
        return ClusterKey.ofMember(object).map(Watched::text).stream().toList();
    }

    private static String text(ClusterKey key) {
        return key.namespace() + "/" + key.name();
    }

    private boolean goOn(String namespace, Throwable failure) {
        String why = why(failure);
        if (seldom.isDue(namespace, why)) {
            LOG.warn("Watching {} in namespace {} failed and is tried again: {}", kind, namespace, why);
        }
        return true;
    }

    /** Informers wrap it where their start fails. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Without the object of an event that cannot be read: it may hold a secret. */
    private static String why(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof WatcherException event
                        && event.getRawWatchMessage().isPresent()
                ? "an event that cannot be read"
                : cause.toString();
    }

    /** Calls the handler for what is there and for each change, one call at a time; it must be quick. */
    public void onEvent(ResourceEventHandler<T> handler) {
        informers.values().forEach(informer -> informer.addEventHandler(handler));
    }

    /** Begins to watch this namespace, or {@link #ALL}; complete when all that exists there has been read. */
    CompletableFuture<Void> start(String namespace) {
        return requireNonNull(informers.get(namespace), namespace).start().toCompletableFuture();
    }

    /** The object of this name. */
    public Optional<T> get(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return informers.values().stream()
                .map(informer -> Optional.ofNullable(informer.getIndexer().getByKey(key)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The objects that say by their label that they belong to this cluster. */
    public Collection<T> of(ClusterKey cluster) {
        return informers.values().stream()
                .flatMap(informer -> informer.getIndexer().byIndex(BY_CLUSTER, text(cluster)).stream())
                .toList();
    }

    /** All. */
    public Collection<T> all() {
        return informers.values().stream()
                .flatMap(informer -> informer.getIndexer().list().stream())
                .toList();
    }

    @Override
    public void close() {
        informers.values().forEach(SharedIndexInformer::close);
    }
}
