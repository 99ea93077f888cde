package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.haredis.operator.resources.Names;
import java.util.Set;

/** A pod that will not run by itself as things are: no place, no image, or one crash after the other. Pure. */
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

    private static boolean waits(ContainerStatus container) {
        var state = container.getState();
        return Names.CONTAINER.equals(container.getName())
                && state != null
                && state.getWaiting() != null
                && state.getWaiting().getReason() != null
                && !NORMAL.contains(state.getWaiting().getReason());
    }
}
