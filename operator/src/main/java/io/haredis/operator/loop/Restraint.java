package io.haredis.operator.loop;

import io.haredis.operator.act.Pace;
import io.haredis.operator.act.Step;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is decided, and better done a little later. Only politeness rests on it. */
final class Restraint {
    /** kube-proxy syncs once a second, and a pod's deletion causes one: the Service moves at once only after it. */
    private static final Duration PROXY_SYNC = Duration.ofMillis(1100);

    private static final Duration AFTER_FAILED_MOVE = Duration.ofSeconds(30);

    /** What stands against a request often passes: a replica is in sync soon after the last move. */
    private static final Duration BEFORE_REFUSAL = Duration.ofSeconds(3);

    private final Pace pace;
    private @Nullable Long lostSince;
    private @Nullable Long deletedSince;
    private @Nullable Long refusedSince;
    private @Nullable Long moveFailed;
    private String failedTarget = "";

    Restraint(Pace pace) {
        this.pace = pace;
    }

    /** The decision without what is to wait. */
    Decision allowed(Policy policy, Decision decision) {
        boolean stillLost = lostSince != null && decision.verdict() == Verdict.SUSPECT;
        lostSince = since(lostSince, stillLost || decision.verdict() == Verdict.LOST);
        deletedSince = since(
                deletedSince,
                decision.actions().stream()
                        .anyMatch(a -> a instanceof Action.Move m && m.occasion() == Action.Occasion.DELETED));
        refusedSince = since(
                refusedSince,
                decision.actions().stream().anyMatch(a -> a instanceof Action.Answer answer && answer.refused()));
        boolean held = isWithin(lostSince, policy.delay());
        List<Action> allowed =
                decision.actions().stream().filter(a -> !held && !isEarly(a)).toList();
        return new Decision(decision.verdict(), decision.sentence(), decision.aside(), allowed);
    }

    private boolean isEarly(Action action) {
        return switch (action) {
            case Action.Move move -> isEarly(move);
            case Action.Answer answer -> answer.refused() && isWithin(refusedSince, BEFORE_REFUSAL);
            default -> false;
        };
    }

    private boolean isEarly(Action.Move move) {
        return switch (move.occasion()) {
            case REQUESTED -> move.target().equals(failedTarget) && isWithin(moveFailed, AFTER_FAILED_MOVE);
            case DELETED -> isWithin(deletedSince, PROXY_SYNC) || isWithin(moveFailed, AFTER_FAILED_MOVE);
            case SURPLUS, FENCED, CORDONED -> isWithin(moveFailed, AFTER_FAILED_MOVE);
        };
    }

    /** A move that failed cost an election: it is not tried again and again. */
    void did(Action action, Step step) {
        if (action instanceof Action.Move move && !step.sentence().isEmpty()) { // else nobody asked for it any more
            moveFailed = step.hasMoved() ? null : Long.valueOf(pace.nanos());
            failedTarget = move.target();
        }
    }

    /** The API did not answer in the midst of one that was asked for: it may be asked for again, and nothing presses. */
    void failed(Action action) {
        if (action instanceof Action.Move move && move.occasion() == Action.Occasion.REQUESTED) {
            moveFailed = pace.nanos();
            failedTarget = move.target();
        }
    }

    private @Nullable Long since(@Nullable Long before, boolean holds) {
        return !holds ? null : before == null ? Long.valueOf(pace.nanos()) : before;
    }

    private boolean isWithin(@Nullable Long moment, Duration time) {
        return moment != null && pace.since(moment).compareTo(time) < 0;
    }
}
