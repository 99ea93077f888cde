package io.haredis.operator.report;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.inventory.Policies;
import io.haredis.operator.kube.ClusterRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Kubernetes shows around one cluster's loop. Used by one thread. */
final class Surroundings {
    /** How long making containers may take before Events are read for the reason. */
    private static final Duration NORMAL_START = Duration.ofSeconds(4);

    private static final Duration EVENTS_EVERY = Duration.ofSeconds(4);

    private final KubernetesClient client;
    private final Inventory inventory;
    private final ClusterRef cluster;
    private final Map<String, Asked> asked = new HashMap<>();

    private record Asked(Instant at, @Nullable Obstacle obstacle) {}

    Surroundings(KubernetesClient client, Inventory inventory, ClusterRef cluster) {
        this.client = client;
        this.inventory = inventory;
        this.cluster = cluster;
    }

    Seen.Around of(HaRedisCluster object, @Nullable MasterRecord record) {
        Collection<Pod> pods = inventory.pods(cluster);
        SortedMap<String, String> placed = new TreeMap<>();
        SortedMap<String, Obstacle> obstacles = new TreeMap<>();
        for (Pod pod : pods) {
            String name = pod.getMetadata().getName();
            if (pod.getSpec().getNodeName() != null) {
                placed.put(name, pod.getSpec().getNodeName());
            }
            obstacle(pod).ifPresent(obstacle -> obstacles.put(name, obstacle));
        }
        asked.keySet()
                .retainAll(pods.stream().map(p -> p.getMetadata().getUid()).toList());
        return new Seen.Around(
                object,
                Policies.names(object, () -> inventory.nodes(cluster)),
                placed,
                obstacles,
                record == null ? null : masterSince(record));
    }

    /** The loop's decision, or what Kubernetes tells of a server that cannot tell it to the loop. */
    Decision explain(Decision decision) {
        return RefusedConfig.explain(decision, inventory.pods(cluster));
    }

    private @Nullable Instant masterSince(MasterRecord record) {
        return inventory
                .record(cluster)
                .map(Lease::getSpec)
                .filter(spec -> record.holder().equals(spec.getHolderIdentity()))
                .filter(spec -> spec.getAcquireTime() != null)
                .map(spec -> spec.getAcquireTime().toInstant())
                .orElse(null);
    }

    private Optional<Obstacle> obstacle(Pod pod) {
        Optional<Obstacle> own = Obstacle.of(pod);
        String claim = own.isPresent() && own.get().isAboutVolumes() ? claim(pod) : null;
        if (claim == null && (!Obstacle.isBeingMade(pod) || age(pod).compareTo(NORMAL_START) < 0)) {
            return own;
        }
        String uid = pod.getMetadata().getUid();
        Asked last = asked.get(uid);
        if (last == null || last.at().isBefore(Instant.now().minus(EVENTS_EVERY))) {
            Map<String, String> about = claim == null
                    ? Map.of("involvedObject.uid", uid)
                    : Map.of("involvedObject.kind", "PersistentVolumeClaim", "involvedObject.name", claim);
            last = new Asked(Instant.now(), askEvents(about, last));
            asked.put(uid, last);
        }
        return Optional.ofNullable(last.obstacle()).or(() -> own);
    }

    private static Duration age(Pod pod) {
        return Duration.between(Instant.parse(pod.getMetadata().getCreationTimestamp()), Instant.now());
    }

    private static @Nullable String claim(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(v -> v.getPersistentVolumeClaim() != null)
                .map(v -> v.getPersistentVolumeClaim().getClaimName())
                .findFirst()
                .orElse(null);
    }

    /** The last warning about it: a missing Secret, volume or StorageClass stands nowhere else. */
    private @Nullable Obstacle askEvents(Map<String, String> about, @Nullable Asked before) {
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(cluster.namespace())
                    .withFields(about)
                    .withField("type", "Warning")
                    .list()
                    .getItems()
                    .stream()
                    .max(Comparator.comparing(Surroundings::when))
                    .map(e -> Obstacle.ofEvent(e.getReason(), e.getMessage()))
                    .orElse(null);
        } catch (KubernetesClientException unanswered) {
            return before == null ? null : before.obstacle();
        }
    }

    private static String when(Event event) {
        if (event.getLastTimestamp() != null) {
            return event.getLastTimestamp();
        }
        return Objects.requireNonNullElse(event.getMetadata().getCreationTimestamp(), "");
    }
}
