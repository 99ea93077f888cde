package io.haredis.operator.report;

import static io.haredis.operator.report.Views.RECORD;
import static io.haredis.operator.report.Views.master;
import static io.haredis.operator.report.Views.seen;
import static io.haredis.operator.report.Views.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.loop.Happening;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    private static final Statement REFUSED =
            new Statement(Condition.CONFIGURATION_ACCEPTED, "False", "InvalidSpec", "spec.x: mend it.");
    private static final Obstacle CRASH = new Obstacle("CrashLoopBackOff", "exit code 1");

    @Test
    void aRefusedSpecificationAndItsMendingAreToldOnce() {
        HaRedisClusterStatus good = status(Configuration.ACCEPTED, Map.of());
        HaRedisClusterStatus bad = status(REFUSED, Map.of());
        assertThat(told(good, bad)).containsExactly(new Happening("InvalidSpec", true, "spec.x: mend it."));
        assertThat(told(bad, bad)).isEmpty();
        assertThat(told(bad, good))
                .containsExactly(new Happening("Accepted", false, "The specification is carried out."));
        assertThat(told(null, good)).isEmpty();
    }

    @Test
    void anObstacleIsTold() {
        HaRedisClusterStatus status = status(null, Map.of("c-1", CRASH));
        assertThat(Transitions.between(status, status, Map.of("c-1", CRASH)))
                .containsExactly(
                        new Happening("CrashLoopBackOff", true, "c-1 does not run: CrashLoopBackOff (exit code 1)."));
    }

    /** The state of a node that answers is Serving, whatever its pod meets. */
    @Test
    void anObstacleOfANodeThatServesIsToldOnceWhileItLasts() {
        ToldObstacles told = new ToldObstacles();
        told.goOnFrom(status(null, Map.of()));
        Obstacle pull = new Obstacle("ErrImagePull", "");
        assertThat(told.news(Map.of("c-0", CRASH))).containsOnlyKeys("c-0");
        assertThat(told.news(Map.of("c-0", CRASH))).isEmpty();
        assertThat(told.news(Map.of("c-0", pull, "c-1", CRASH)).values()).containsExactly(pull, CRASH);
        assertThat(told.news(Map.of("c-0", CRASH, "c-1", new Obstacle(CRASH.reason(), "exit code 2"))))
                .as("the same words in other sentences")
                .isEmpty();
        told.news(Map.of("c-1", CRASH));
        assertThat(told.news(Map.of("c-0", CRASH))).as("it ended and came back").containsOnlyKeys("c-0");
    }

    @Test
    void aNewLeaderDoesNotRepeatWhatTheStatusSays() {
        ToldObstacles told = new ToldObstacles();
        told.goOnFrom(status(null, Map.of("c-1", CRASH)));
        assertThat(told.news(Map.of("c-0", CRASH, "c-1", CRASH))).containsOnlyKeys("c-0");
    }

    @Test
    void theEndOfAStandstillIsTold() {
        HaRedisClusterStatus still = StatusDerivation.of(
                seen(RECORD, Decision.wait(Verdict.UNKNOWN, "1 of 3 answers"), Map.of(), silent(0)),
                null,
                Instant.EPOCH);
        assertThat(told(still, status(null, Map.of())))
                .containsExactly(new Happening("MasterReigns", false, "c-0 is master in epoch 3."));
    }

    private static List<Happening> told(@Nullable HaRedisClusterStatus before, HaRedisClusterStatus now) {
        return Transitions.between(before, now, Map.of());
    }

    private static HaRedisClusterStatus status(@Nullable Statement configuration, Map<String, Obstacle> obstacles) {
        Seen seen = seen(RECORD, Decision.wait(Verdict.REIGNS, "c-0 reigns"), obstacles, master(0, 1));
        return StatusDerivation.of(
                seen, configuration == null ? null : new Configuration.Said(configuration, 4), Instant.EPOCH);
    }
}
