package io.haredis.operator.report;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.haredis.operator.resources.Names;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

    /**
     * The pod's obstacle, as far as its own status tells. What other containers meet is one only while the server does not
     * run: a broken exporter beside a server that serves is no matter of the node's.
     */
    static Optional<Obstacle> of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return Optional.empty();
        }
        List<ContainerStatus> others = isServerRunning(status) ? List.of() : others(status);
        return Stream.of(
                        unschedulable(status),
                        failed(status),
                        server(status).flatMap(Obstacle::waiting),
                        server(status).flatMap(Obstacle::ended),
                        firstOf(others, Obstacle::waiting),
                        firstOf(others, Obstacle::endedBadly))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * True if the pod is placed and its server's container is still to be made: what holds it up then stands in Events alone.
     */
    static boolean isBeingMade(Pod pod) {
        PodStatus status = pod.getStatus();
        return status != null
                && pod.getSpec().getNodeName() != null
                && "Pending".equals(status.getPhase())
                // A pod stays Pending while a container beside the server cannot start.
                && !isServerRunning(status)
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

    private static Optional<Obstacle> failed(PodStatus status) {
        return "Failed".equals(status.getPhase()) && status.getReason() != null
                ? Optional.of(new Obstacle(status.getReason(), shorten(status.getMessage())))
                : Optional.empty();
    }

    private static Optional<Obstacle> firstOf(
            List<ContainerStatus> containers, Function<ContainerStatus, Optional<Obstacle>> trouble) {
        return containers.stream()
                .flatMap(c -> trouble.apply(c).map(o -> o.in(c.getName())).stream())
                .findFirst();
    }

    private Obstacle in(String container) {
        return new Obstacle(reason, shorten("container " + container + ": " + message));
    }

    private static Optional<Obstacle> waiting(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getWaiting)
                .filter(w -> w.getReason() != null && !NORMAL.contains(w.getReason()))
                .map(w -> ofWaiting(w, container.getLastState()));
    }

    private static Obstacle ofWaiting(ContainerStateWaiting waiting, @Nullable ContainerState lastState) {
        ContainerStateTerminated before = lastState == null ? null : lastState.getTerminated();
        String last = before == null ? "" : " Its last end: " + describe(before);
        return new Obstacle(waiting.getReason(), shorten(Objects.requireNonNullElse(waiting.getMessage(), "") + last));
    }

    private static Optional<Obstacle> ended(ContainerStatus container) {
        return end(container).map(Obstacle::ofEnd);
    }

    /** An init container that did its work ends with 0. */
    private static Optional<Obstacle> endedBadly(ContainerStatus container) {
        return end(container)
                .filter(end -> !Integer.valueOf(0).equals(end.getExitCode()))
                .map(Obstacle::ofEnd);
    }

    private static Optional<ContainerStateTerminated> end(ContainerStatus container) {
        return Optional.ofNullable(container.getState()).map(ContainerState::getTerminated);
    }

    private static Obstacle ofEnd(ContainerStateTerminated end) {
        return new Obstacle(Objects.requireNonNullElse(end.getReason(), "Terminated"), shorten(describe(end)));
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

    private static Optional<ContainerStatus> server(PodStatus status) {
        return status.getContainerStatuses().stream()
                .filter(c -> Names.CONTAINER.equals(c.getName()))
                .findFirst();
    }

    private static boolean isServerRunning(PodStatus status) {
        return server(status)
                .map(ContainerStatus::getState)
                .map(ContainerState::getRunning)
                .isPresent();
    }

    private static List<ContainerStatus> others(PodStatus status) {
        return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                .flatMap(List::stream)
                .filter(c -> !Names.CONTAINER.equals(c.getName()))
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
