package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.haredis.operator.resources.Names;
import java.util.Set;

/** Pods that do not run, and those that will not by themselves: no place, no image, or one crash after the other. Pure. */
final class Stuck {
    private static final Set<String> NORMAL = Set.of("ContainerCreating", "PodInitializing");

    private Stuck() {}

    /** A container that has just ended is not stuck: the kubelet restarts it at once. */
    static boolean is(Pod pod) {
        PodStatus status = pod.getStatus();
        return status != null
                && (isUnplaced(pod) || status.getContainerStatuses().stream().anyMatch(Stuck::waits));
    }

    /** The scheduler found no Kubernetes node for it. */
    static boolean isUnplaced(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()));
    }

    /** Evicted, or ended for good: pods restart their containers, so this one is not coming back. */
    static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    /**
     * True if its server may run, as far as the kubelet has told: one on a Kubernetes node that is cut off may go on so. One
     * that the kubelet has yet to tell of has not begun.
     */
    static boolean mayRun(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null || isOver(pod)) {
            return false;
        }
        return status.getContainerStatuses().stream()
                .filter(c -> Names.CONTAINER.equals(c.getName()))
                .findFirst()
                .map(c -> c.getState() != null && c.getState().getRunning() != null)
                .orElse(!"Pending".equals(status.getPhase()));
    }

    private static boolean waits(ContainerStatus container) {
        var state = container.getState();
        return Names.CONTAINER.equals(container.getName())
                && state != null
                && state.getWaiting() != null
                && state.getWaiting().getReason() != null
                && !NORMAL.contains(state.getWaiting().getReason());
    }
}
