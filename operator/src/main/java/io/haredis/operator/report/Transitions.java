package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.loop.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person should read about, from two statuses. What the loop does and finds it tells itself; here is
 * what it cannot know: the specification, what keeps pods from running, and the end of a trouble. Pure.
 */
final class Transitions {
    /** Reasons of {@code MasterAvailable} whose end no happening of the loop tells. */
    private static final Set<String> STANDSTILL = Set.of("MasterUnreachableByOperator", "MasterUnwell", "NoMajority");

    /** Reasons of {@code DataAtRisk} that tell of an annotation. */
    private static final Set<String> ACCEPTANCE = Set.of("AcceptanceVoid", "LossAccepted");

    private Transitions() {}

    /**
     * What is to be told.
     *
     * @param obstacles those that were not told yet, by pod
     */
    static List<Happening> between(
            @Nullable HaRedisClusterStatus before, HaRedisClusterStatus now, Map<String, Obstacle> obstacles) {
        List<Happening> all = new ArrayList<>();
        for (Condition condition : now.conditions()) {
            Condition old = before == null ? null : before.condition(condition.type());
            boolean same = old != null
                    && old.status().equals(condition.status())
                    && old.reason().equals(condition.reason());
            if (!same) {
                addIfTold(all, old, condition);
            }
        }
        obstacles.forEach(
                (pod, obstacle) -> all.add(new Happening(obstacle.reason(), true, obstacle.sentence(pod) + ".")));
        return all;
    }

    private static void addIfTold(List<Happening> all, @Nullable Condition old, Condition now) {
        String sentence = Objects.requireNonNullElse(now.message(), "");
        boolean bad = switch (now.type()) {
            case Condition.DATA_AT_RISK -> now.status().equals(Statement.TRUE) || ACCEPTANCE.contains(now.reason());
            case Condition.SERVER_TOO_OLD -> now.status().equals(Statement.TRUE);
            case Condition.CONFIGURATION_ACCEPTED ->
                now.status().equals(Statement.FALSE)
                        || (now.status().equals(Statement.TRUE)
                                && !now.reason().equals(Configuration.ACCEPTED.reason()));
            case Condition.MASTER_AVAILABLE -> STANDSTILL.contains(now.reason());
            case Condition.NODES_FENCED -> !now.reason().equals("FencedByHand");
            case Condition.READY -> now.reason().equals("DiskFailed");
            default -> false;
        };
        if (bad) {
            all.add(new Happening(now.reason(), true, sentence));
        } else if (now.type().equals(Condition.NODES_FENCED) || (old != null && endsTrouble(old, now))) {
            all.add(new Happening(now.reason(), false, sentence));
        }
    }

    private static boolean endsTrouble(Condition old, Condition now) {
        return switch (now.type()) {
            case Condition.DATA_AT_RISK -> old.status().equals(Statement.TRUE);
            case Condition.CONFIGURATION_ACCEPTED -> old.status().equals(Statement.FALSE);
            case Condition.MASTER_AVAILABLE ->
                STANDSTILL.contains(old.reason()) && now.status().equals(Statement.TRUE);
            default -> false;
        };
    }
}
