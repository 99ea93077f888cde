package io.haredis.operator.inventory;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.kube.Versions;
import io.haredis.operator.lease.LeaseRecordStore;
import io.haredis.operator.resources.Labels;
import io.haredis.operator.resources.OperatorSecret;
import io.haredis.operator.resources.Passwords;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that the operator watches. One for the whole process. Thread-safe. */
public final class Inventory implements AutoCloseable {
    /** How long the start waits for a namespace when others can be read. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Watched<HaRedisCluster> clusters;
    private final Watched<Pod> pods;
    private final Watched<Service> services;
    private final Watched<Lease> leases;
    private final Watched<Secret> secrets;
    private final KubernetesNodes nodes;
    private final Set<String> namespaces;
    private volatile Map<String, CompletableFuture<Void>> reading = Map.of();
    private volatile CompletableFuture<Void> read = new CompletableFuture<>();

    /** Nothing is watched until started; no namespaces means all. */
    public Inventory(KubernetesClient client, Set<String> namespaces) {
        clusters = new Watched<>(client, HaRedisCluster.class, null, namespaces);
        pods = new Watched<>(client, Pod.class, Labels.CLUSTER, namespaces);
        services = new Watched<>(client, Service.class, Labels.CLUSTER, namespaces);
        leases = new Watched<>(client, Lease.class, Labels.CLUSTER, namespaces);
        secrets = new Watched<>(client, Secret.class, Labels.CLUSTER, namespaces);
        nodes = new KubernetesNodes(client);
        this.namespaces = namespaces.isEmpty() ? Set.of(Watched.ALL) : Set.copyOf(namespaces);
    }

    /** Begins to watch; complete when all that exists and can be read has been read. */
    public CompletableFuture<Void> start() {
        nodes.start();
        reading = namespaces.stream().collect(Collectors.toMap(Function.identity(), this::start));
        read = FirstRead.of(reading, PATIENCE);
        return read;
    }

    /** What belongs to clusters first, so that no cluster is met before its pods are known. */
    private CompletableFuture<Void> start(String namespace) {
        return CompletableFuture.allOf(
                        pods.start(namespace),
                        services.start(namespace),
                        leases.start(namespace),
                        secrets.start(namespace))
                .thenCompose(done -> clusters.start(namespace));
    }

    /** True once all that exists and can be read has been read. */
    public boolean hasSynced() {
        return read.isDone();
    }

    /** How many of the watched namespaces have never been read; all together count as one. */
    public int unread() {
        return namespaces.size()
                - (int) reading.values().stream()
                        .filter(first -> first.isDone() && !first.isCompletedExceptionally())
                        .count();
    }

    /** The cluster objects. */
    public Watched<HaRedisCluster> clusters() {
        return clusters;
    }

    /** The cluster's master record. */
    public Optional<Lease> record(ClusterRef cluster) {
        return leases.get(cluster.namespace(), cluster.masterName());
    }

    /** The cluster's master Service. */
    public Optional<Service> masterService(ClusterRef cluster) {
        return services.get(cluster.namespace(), cluster.masterName());
    }

    /** The cluster's pods; those of another object of the same name are none of its. */
    public Collection<Pod> pods(ClusterRef cluster) {
        return pods.of(ClusterKey.of(cluster)).stream()
                .filter(pod -> cluster.strangerOf(pod).isEmpty())
                .toList();
    }

    /** Names of the cluster's nodes: the members of its record, and its pods but for those on their way out. */
    public Set<String> nodes(ClusterRef cluster) {
        Set<String> names = new HashSet<>();
        record(cluster)
                .filter(lease -> cluster.strangerOf(lease).isEmpty())
                .map(Inventory::members)
                .ifPresent(names::addAll);
        pods(cluster).stream()
                .map(Pod::getMetadata)
                .filter(pod -> pod.getDeletionTimestamp() == null)
                .forEach(pod -> names.add(pod.getName()));
        return names;
    }

    /** All pods that bear the cluster's label, those of another object of the same name too. */
    public Collection<Pod> allPods(ClusterRef cluster) {
        return pods.of(ClusterKey.of(cluster));
    }

    /** The object of the same kind and name, if its kind is watched and it is there. */
    public Optional<? extends HasMetadata> watched(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        String name = object.getMetadata().getName();
        return switch (object) {
            case Service s -> services.get(namespace, name);
            case Secret s -> secrets.get(namespace, name);
            default -> Optional.empty();
        };
    }

    /** The cluster's pods in the words of {@code decide}. */
    public Collection<PodView> podViews(ClusterRef cluster) {
        Set<String> cordoned = nodes.cordoned();
        return pods(cluster).stream()
                .map(pod -> PodViews.of(pod, cluster.uid(), cordoned))
                .toList();
    }

    /** A Secret of the cluster, if it is labelled as one. */
    public Optional<Secret> secret(ClusterRef cluster, String name) {
        return secrets.get(cluster.namespace(), name);
    }

    /** Password of the operator's own Redis user; empty while its Secret is not there. */
    public String operatorPassword(ClusterRef cluster) {
        return secret(cluster, cluster.operatorSecretName())
                .flatMap(OperatorSecret::passwords)
                .map(Passwords::operator)
                .orElse("");
    }

    /** Names the cluster at each change of one of its pods, of its record or of its Services. The listener must be quick. */
    public void onChange(Consumer<ClusterKey> listener) {
        pods.onEvent(new Change<>(listener, Inventory::isAnother));
        services.onEvent(new Change<>(listener, Inventory::isAnother));
        leases.onEvent(new Change<>(listener, Inventory::isAnother));
    }

    /**
     * The same for the keeper of the objects, and of the Secrets too: of these only what they hold matters, of the record only
     * its members, which change seldom.
     */
    public void onObjectsChange(Consumer<ClusterKey> listener) {
        pods.onEvent(new Change<>(listener, Inventory::isAnother));
        services.onEvent(new Change<>(listener, Inventory::isAnother));
        leases.onEvent(new Change<>(listener, (before, now) -> !members(before).equals(members(now))));
        secrets.onEvent(new Change<>(listener, (before, now) -> !Objects.equals(before.getData(), now.getData())));
    }

    private static boolean isAnother(HasMetadata before, HasMetadata now) {
        return !Versions.version(before).equals(Versions.version(now));
    }

    private static Set<String> members(Lease record) {
        return LeaseRecordStore.members(record);
    }

    private record Change<T extends HasMetadata>(Consumer<ClusterKey> listener, BiPredicate<T, T> matters)
            implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            ClusterKey.ofMember(object).ifPresent(listener);
        }

        @Override
        public void onUpdate(T before, T now) {
            if (matters.test(before, now)) {
                ClusterKey.ofMember(now).ifPresent(listener);
            }
        }

        @Override
        public void onDelete(T object, boolean unknown) {
            ClusterKey.ofMember(object).ifPresent(listener);
        }
    }

    @Override
    public void close() {
        clusters.close();
        pods.close();
        services.close();
        leases.close();
        secrets.close();
        nodes.close();
    }
}
