package io.haredis.operator.report;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
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
                Policies.names(cluster.name(), object.getSpec()),
                placed,
                obstacles,
                record == null ? null : masterSince(record));
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
        if (!Obstacle.isBeingMade(pod) || age(pod).compareTo(NORMAL_START) < 0) {
            return Obstacle.of(pod);
        }
        String uid = pod.getMetadata().getUid();
        Asked last = asked.get(uid);
        if (last == null || last.at().isBefore(Instant.now().minus(EVENTS_EVERY))) {
            last = new Asked(Instant.now(), askEvents(pod, last));
            asked.put(uid, last);
        }
        return Optional.ofNullable(last.obstacle());
    }

    private static Duration age(Pod pod) {
        return Duration.between(Instant.parse(pod.getMetadata().getCreationTimestamp()), Instant.now());
    }

    /** The last warning about the pod: a Secret or a volume that is missing stands nowhere else. */
    private @Nullable Obstacle askEvents(Pod pod, @Nullable Asked before) {
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(cluster.namespace())
                    .withField("involvedObject.uid", pod.getMetadata().getUid())
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
