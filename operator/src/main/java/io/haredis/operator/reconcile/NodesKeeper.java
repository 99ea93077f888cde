package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.PodTemplate;
import io.haredis.operator.inventory.PodViews;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.resources.Names;
import io.haredis.operator.resources.NodePod;
import io.haredis.operator.resources.ServerConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pods, each with its volume: what is missing is made, and a pod that does not run is made anew if it should be another. */
final class NodesKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(NodesKeeper.class);
    /** On a pod: what it was made from. */
    static final String TEMPLATE = "haredis.io/template";

    private final KubernetesClient client;
    private final Applier applier;
    private final ClaimsKeeper claims;
    private final LostVolumes lost;
    private final Remakes remakes = new Remakes(System::nanoTime);

    NodesKeeper(KubernetesClient client, Applier applier, ClaimsKeeper claims, LostVolumes lost) {
        this.client = client;
        this.applier = applier;
        this.claims = claims;
        this.lost = lost;
    }

    /**
     * The nodes up to {@code spec.replicas}, each as far as it can be.
     *
     * @param found where what cannot be is noted
     * @return true if something is still to come
     */
    boolean keep(HaRedisCluster cluster, ClusterRef ref, Held held, Obstructions found) {
        boolean unsettled = false;
        for (int ordinal = 0; ordinal < cluster.getSpec().replicas(); ordinal++) {
            unsettled |= keep(cluster, ref, ordinal, held, found);
        }
        return unsettled;
    }

    /** The same for one node, whatever its number. */
    boolean keep(HaRedisCluster cluster, ClusterRef ref, int ordinal, Held held, Obstructions found) {
        Pod pod = byName(held.pods()).get(Names.pod(cluster, ordinal));
        PersistentVolumeClaim claim = byName(held.claims()).get(Names.claim(cluster, ordinal));
        AtomicBoolean unsettled = new AtomicBoolean();
        found.attempt(() -> {
            boolean fresh = claims.keep(cluster, ref, ordinal, claim, found);
            unsettled.set(keepPod(cluster, ref, new Node(ordinal, pod, claim), fresh));
        });
        return unsettled.get();
    }

    /** Names of the pods that run with what was wanted of them earlier. */
    List<String> outdated(HaRedisCluster cluster, Collection<Pod> pods) {
        Map<String, Pod> byName = byName(pods);
        List<String> outdated = new ArrayList<>();
        for (int ordinal = 0; ordinal < cluster.getSpec().replicas(); ordinal++) {
            Pod pod = byName.get(Names.pod(cluster, ordinal));
            if (pod != null && isOutdated(cluster, ordinal, pod)) {
                outdated.add(pod.getMetadata().getName());
            }
        }
        return outdated;
    }

    private record Node(
            int ordinal, @Nullable Pod pod, @Nullable PersistentVolumeClaim claim) {}

    /** True if something is still to come. */
    private boolean keepPod(HaRedisCluster cluster, ClusterRef ref, Node node, boolean fresh) throws Obstruction {
        Pod pod = node.pod();
        if (pod == null) {
            create(cluster, ref, node.ordinal(), fresh);
            return true;
        }
        Ownership.check(ref, pod);
        applier.adopt(ref, pod);
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return true;
        }
        if (Stuck.isUnplaced(pod) && node.claim() != null) {
            lost.replace(cluster, ref, pod, node.claim());
        }
        if (Stuck.isOver(pod)) {
            remake(ref, pod);
            return true; // at once, or once it is due: no event says when
        }
        if (Stuck.is(pod) && isOutdated(cluster, node.ordinal(), pod)) {
            remove(ref, pod);
            return true;
        }
        return false;
    }

    private void remake(ClusterRef ref, Pod pod) {
        String name = pod.getMetadata().getName();
        if (remakes.isDue(ref, name) && remove(ref, pod)) {
            remakes.made(ref, name);
        }
    }

    private boolean remove(ClusterRef ref, Pod pod) {
        LOG.info(
                "Cluster {}: pod {} does not run and is made anew",
                ref,
                pod.getMetadata().getName());
        return applier.delete(pod);
    }

    private void create(HaRedisCluster cluster, ClusterRef ref, int ordinal, boolean freshVolume) throws Obstruction {
        Pod pod = NodePod.of(cluster, ordinal);
        Map<String, String> annotations = new HashMap<>();
        if (pod.getMetadata().getAnnotations() != null) {
            annotations.putAll(pod.getMetadata().getAnnotations());
        }
        annotations.put(TEMPLATE, template(cluster, ordinal));
        if (freshVolume) {
            annotations.put(PodViews.NEW_VOLUME, cluster.getMetadata().getUid());
        }
        Pod wanted = new PodBuilder(pod)
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .build();
        if (applier.create(ref, wanted)) {
            LOG.info("Cluster {}: pod {} made", ref, Names.pod(cluster, ordinal));
        }
    }

    private boolean isOutdated(HaRedisCluster cluster, int ordinal, Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        String made = annotations == null ? null : annotations.get(TEMPLATE);
        return made != null && !made.equals(template(cluster, ordinal));
    }

    /** A short name for all that a pod is made from, but for what running servers are told. */
    private String template(HaRedisCluster cluster, int ordinal) {
        String pod = client.getKubernetesSerialization()
                .asJson(NodePod.of(cluster, ordinal).getSpec());
        PodTemplate template = cluster.getSpec().podTemplate();
        String worn = template.labels().isEmpty() && template.annotations().isEmpty()
                ? ""
                : Integer.toHexString(Objects.hash(template.labels(), template.annotations()));
        String config = ServerConfig.text(cluster.getSpec()).replaceAll("(?m)^min-replicas-to-write .*$", "");
        return Integer.toHexString(pod.hashCode()) + Integer.toHexString(config.hashCode()) + worn;
    }

    private static <T extends HasMetadata> Map<String, T> byName(Collection<T> objects) {
        return objects.stream().collect(Collectors.toMap(o -> o.getMetadata().getName(), Function.identity()));
    }
}
