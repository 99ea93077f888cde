package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.api.v1alpha1.NodeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a status says something new. An idle cluster's does not: its offsets move by its master's pings alone. Pure.
 */
final class Substance {
    /** Numbers alone are worth a write only so often. */
    static final Duration DRIFT = Duration.ofSeconds(30);

    /** A replica that has caught up is told sooner: a lag that is no more would worry people. */
    private static final Duration CAUGHT_UP = Duration.ofSeconds(5);

    private static final long WORRYING_LAG = 64;

    /** 14 bytes a second in all servers, and some room. */
    private static final long PING_BYTES_PER_SECOND = 20;

    private static final long ROOM = 512;
    private static final Pattern MEASURES = Pattern.compile("\\d+([.,]\\d+)? ?(ms|s|milliseconds|seconds|bytes|B)\\b");

    private Substance() {}

    /** True if the new status is worth a write. */
    static boolean isNew(@Nullable HaRedisClusterStatus written, HaRedisClusterStatus now, Duration since) {
        if (written == null || !withoutNumbers(written).equals(withoutNumbers(now))) {
            return true;
        }
        return (since.compareTo(CAUGHT_UP) >= 0 && hasCaughtUp(written.nodes(), now.nodes()))
                || (since.compareTo(DRIFT) >= 0 && hasDrifted(written.nodes(), now.nodes(), since));
    }

    private static boolean hasCaughtUp(List<NodeStatus> before, List<NodeStatus> now) {
        return lag(before) > WORRYING_LAG && lag(now) <= WORRYING_LAG;
    }

    private static long lag(List<NodeStatus> nodes) {
        return nodes.stream()
                .map(NodeStatus::lagBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static boolean hasDrifted(List<NodeStatus> before, List<NodeStatus> now, Duration since) {
        Map<String, NodeStatus> known = before.stream().collect(Collectors.toMap(NodeStatus::pod, Function.identity()));
        return now.stream().anyMatch(node -> hasDrifted(known.get(node.pod()), node, since));
    }

    private static boolean hasDrifted(@Nullable NodeStatus before, NodeStatus now, Duration since) {
        if (before == null || !Objects.equals(before.opcounter(), now.opcounter())) {
            return true;
        }
        if (before.offset() == null || now.offset() == null) {
            return !Objects.equals(before.offset(), now.offset());
        }
        long moved = now.offset() - before.offset();
        return moved < 0 || moved > PING_BYTES_PER_SECOND * since.toSeconds() + ROOM;
    }

    private static List<Object> withoutNumbers(HaRedisClusterStatus status) {
        return List.of(
                List.of(
                        String.valueOf(status.observedGeneration()),
                        String.valueOf(status.phase()),
                        String.valueOf(status.master()),
                        String.valueOf(status.epoch()),
                        String.valueOf(status.masterSince()),
                        String.valueOf(status.replicas()),
                        String.valueOf(status.ready()),
                        String.valueOf(status.synced()),
                        String.valueOf(status.selector())),
                status.nodes().stream().map(Substance::withoutNumbers).toList(),
                status.conditions().stream().map(Substance::withoutNumbers).toList());
    }

    private static List<String> withoutNumbers(NodeStatus node) {
        return List.of(
                node.pod(),
                String.valueOf(node.node()),
                String.valueOf(node.role()),
                String.valueOf(node.link()),
                String.valueOf(node.state()));
    }

    private static List<String> withoutNumbers(Condition condition) {
        return List.of(
                condition.type(),
                condition.status(),
                condition.reason(),
                withoutMeasures(String.valueOf(condition.message())));
    }

    /** The sentence without what grows by itself while nothing happens. */
    static String withoutMeasures(String sentence) {
        return MEASURES.matcher(sentence).replaceAll("#");
    }
}
