package io.haredis.operator.report;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.haredis.operator.decide.Decide;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Verdict;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server that is too old does not even start with our configuration; its last words name its version. */
final class RefusedConfig {
    private static final Pattern LAST_WORDS = Pattern.compile("FATAL CONFIG FILE ERROR \\(Redis ([0-9.]+)\\)");

    private RefusedConfig() {}

    /**
     * Where the loop waits for servers that do not answer: the decision that it would have made of this one if it did. What
     * the loop knows without it, a master that reigns above all, is not denied.
     */
    static Decision explain(Decision decision, Collection<Pod> pods) {
        boolean waits = decision.verdict() == Verdict.STARTING || decision.verdict() == Verdict.UNKNOWN;
        return waits && decision.actions().isEmpty()
                ? pods.stream()
                        .flatMap(RefusedConfig::byOldServerIn)
                        .findFirst()
                        .orElse(decision)
                : decision;
    }

    private static Stream<Decision> byOldServerIn(Pod pod) {
        if (pod.getStatus() == null) {
            return Stream.empty();
        }
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(RefusedConfig::lastWords)
                .map(LAST_WORDS::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .filter(version -> !Decide.isSupported(version))
                .map(version -> Decide.tooOld(pod.getMetadata().getName(), version));
    }

    private static Stream<String> lastWords(ContainerStatus container) {
        return Stream.of(Optional.ofNullable(container.getState()), Optional.ofNullable(container.getLastState()))
                .flatMap(Optional::stream)
                .map(ContainerState::getTerminated)
                .filter(end -> end != null && end.getMessage() != null)
                .map(end -> end.getMessage());
    }
}
