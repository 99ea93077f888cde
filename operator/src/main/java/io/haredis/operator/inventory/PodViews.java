package io.haredis.operator.inventory;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.haredis.operator.decide.PodView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A node's pod in the words of {@code decide}. Pure. */
public final class PodViews {
    /**
     * On a pod that was made together with its volume: uid of the HaRedisCluster they were made for. A pod made later on
     * the same volume does not have it, since the volume may hold data then.
     */
    public static final String NEW_VOLUME = "haredis.io/new-volume-of";

    /** Name of the container that runs the server. */
    public static final String CONTAINER = "redis";

    private PodViews() {}

    /** The view of this pod for the cluster object of this identity, whatever Kubernetes node it is on. */
    public static PodView of(Pod pod, String clusterUid) {
        return of(pod, clusterUid, Set.of());
    }

    /**
     * The view of this pod for the cluster object of this identity.
     *
     * @param cordoned names of the Kubernetes nodes that take no new pods
     */
    public static PodView of(Pod pod, String clusterUid, Set<String> cordoned) {
        var meta = pod.getMetadata();
        String ip = status(pod).getPodIP();
        return new PodView(
                meta.getName(),
                Objects.requireNonNullElse(meta.getUid(), ""),
                ip == null || ip.isEmpty() ? null : ip,
                isUnborn(pod, clusterUid),
                isEnded(pod),
                meta.getDeletionTimestamp() != null,
                isOn(pod, cordoned));
    }

    private static boolean isOn(Pod pod, Set<String> nodes) {
        String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        return node != null && nodes.contains(node);
    }

    private static boolean isUnborn(Pod pod, String clusterUid) {
        boolean started = allContainers(pod).anyMatch(PodViews::everStarted);
        return !started
                && (!hasVolume(pod) || clusterUid.equals(annotations(pod).get(NEW_VOLUME)));
    }

    private static boolean everStarted(ContainerStatus container) {
        ContainerState now = container.getState();
        ContainerState before = container.getLastState();
        return !Integer.valueOf(0).equals(Objects.requireNonNullElse(container.getRestartCount(), 0))
                || (now != null && (now.getRunning() != null || now.getTerminated() != null))
                || (before != null && (before.getRunning() != null || before.getTerminated() != null));
    }

    private static boolean hasVolume(Pod pod) {
        return pod.getSpec() != null
                && pod.getSpec().getVolumes().stream().anyMatch(v -> v.getPersistentVolumeClaim() != null);
    }

    private static boolean isEnded(Pod pod) {
        String phase = Objects.requireNonNullElse(status(pod).getPhase(), "");
        return phase.equals("Failed")
                || phase.equals("Succeeded")
                || redis(pod).filter(PodViews::isDown).isPresent();
    }

    /** Ended, or waiting for its next start after an end. */
    private static boolean isDown(ContainerStatus container) {
        ContainerState now = container.getState();
        if (now == null || now.getRunning() != null) {
            return false;
        }
        return now.getTerminated() != null
                || (container.getLastState() != null && container.getLastState().getTerminated() != null);
    }

    /** The server's container, once the kubelet has reported on it. */
    static Optional<ContainerStatus> redis(Pod pod) {
        return status(pod).getContainerStatuses().stream()
                .filter(c -> CONTAINER.equals(c.getName()))
                .findFirst();
    }

    /** Only containers that may touch the volume matter, and any may. */
    private static Stream<ContainerStatus> allContainers(Pod pod) {
        PodStatus status = status(pod);
        return Stream.of(
                        status.getContainerStatuses(),
                        status.getInitContainerStatuses(),
                        status.getEphemeralContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream);
    }

    private static PodStatus status(Pod pod) {
        return pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    }

    private static Map<String, String> annotations(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    }
}
