package io.haredis.operator.report;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a node's pod from running, in Kubernetes' own words.
 *
 * @param reason the word: CrashLoopBackOff, ErrImagePull, Unschedulable, ...
 * @param message what Kubernetes says of it, shortened
 */
record Obstacle(String reason, String message) {
    private static final int LONGEST = 300;
    /** Waiting for these is how every pod begins. */
    private static final Set<String> NORMAL = Set.of("ContainerCreating", "PodInitializing");

    /** The pod's obstacle, as far as its own status tells. */
    static Optional<Obstacle> of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return Optional.empty();
        }
        return Stream.of(unschedulable(status), waiting(status), ended(status))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** True if the pod is placed and its containers are being made: what holds it up then stands in Events alone. */
    static boolean isBeingMade(Pod pod) {
        PodStatus status = pod.getStatus();
        return status != null
                && pod.getSpec().getNodeName() != null
                && "Pending".equals(status.getPhase())
                && of(pod).isEmpty();
    }

    /** True if the pod waits for its volume: what is the matter with that one stands in its own Events. */
    boolean isAboutVolumes() {
        return message.contains("PersistentVolumeClaim");
    }

    /** An obstacle told by an Event. */
    static Obstacle ofEvent(@Nullable String reason, @Nullable String message) {
        return new Obstacle(reason == null ? "Pending" : reason, shorten(message));
    }

    private static Optional<Obstacle> unschedulable(PodStatus status) {
        return status.getConditions().stream()
                .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
                .map(Obstacle::ofCondition)
                .findFirst();
    }

    private static Obstacle ofCondition(PodCondition condition) {
        String reason = Objects.requireNonNullElse(condition.getReason(), "Unschedulable");
        return new Obstacle(reason, shorten(condition.getMessage()));
    }

    private static Optional<Obstacle> waiting(PodStatus status) {
        return containers(status).stream()
                .filter(c -> c.getState() != null && c.getState().getWaiting() != null)
                .filter(c -> c.getState().getWaiting().getReason() != null)
                .filter(c -> !NORMAL.contains(c.getState().getWaiting().getReason()))
                .map(Obstacle::ofWaiting)
                .findFirst();
    }

    private static Obstacle ofWaiting(ContainerStatus container) {
        ContainerStateWaiting waiting = container.getState().getWaiting();
        ContainerStateTerminated before = container.getLastState() == null
                ? null
                : container.getLastState().getTerminated();
        String last = before == null ? "" : " Its last end: " + describe(before);
        return new Obstacle(waiting.getReason(), shorten(Objects.requireNonNullElse(waiting.getMessage(), "") + last));
    }

    private static Optional<Obstacle> ended(PodStatus status) {
        if ("Failed".equals(status.getPhase()) && status.getReason() != null) {
            return Optional.of(new Obstacle(status.getReason(), shorten(status.getMessage())));
        }
        return containers(status).stream()
                .filter(c -> c.getState() != null && c.getState().getTerminated() != null)
                .map(c -> c.getState().getTerminated())
                .map(t -> new Obstacle(Objects.requireNonNullElse(t.getReason(), "Terminated"), shorten(describe(t))))
                .findFirst();
    }

    /** Exit code and the last lines that the container wrote, where a full disk or a broken file is named. */
    private static String describe(ContainerStateTerminated end) {
        String code = "exit code " + end.getExitCode();
        String message = Objects.requireNonNullElse(end.getMessage(), "").strip();
        return message.isEmpty() ? code : code + ", " + lastLines(message);
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 2), lines.size()));
    }

    private static List<ContainerStatus> containers(PodStatus status) {
        return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                .flatMap(List::stream)
                .toList();
    }

    private static String shorten(@Nullable String text) {
        String line = text == null ? "" : text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }

    /** For the condition: the node, the word and the message. */
    String sentence(String pod) {
        return pod + " does not run: " + reason + (message.isEmpty() ? "" : " (" + message + ")");
    }
}
