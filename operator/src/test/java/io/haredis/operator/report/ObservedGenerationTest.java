package io.haredis.operator.report;

import static io.haredis.operator.report.Views.RECORD;
import static io.haredis.operator.report.Views.master;
import static io.haredis.operator.report.Views.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Of which specification the status speaks. */
class ObservedGenerationTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.5Z");
    private static final Map<String, Obstacle> NONE = Map.of();

    @Test
    void anOperatorThatKeepsNoObjectsLeavesWhatTheLeaderSaidOfThem() {
        Seen seen = seen(RECORD, Decision.wait(Verdict.REIGNS, "c-0 reigns"), NONE, master(0, 9));
        Statement refused = new Statement(Condition.CONFIGURATION_ACCEPTED, "False", "InvalidSpec", "spec.x: mend it");
        seen.around().cluster().setStatus(StatusDerivation.of(seen, new Configuration.Said(refused, 4), NOW));
        Condition said = condition(StatusDerivation.of(seen, null, NOW), Condition.CONFIGURATION_ACCEPTED);
        assertThat(said.status()).isEqualTo("False");
        assertThat(said.reason()).isEqualTo("InvalidSpec");
    }

    @Test
    void aSpecificationThatNobodyLookedAtYetIsNotClaimed() {
        Seen seen = seen(RECORD, Decision.wait(Verdict.REIGNS, "c-0 reigns"), NONE, master(0, 9));
        HaRedisClusterStatus status = StatusDerivation.of(seen, new Configuration.Said(Configuration.ACCEPTED, 3), NOW);
        assertThat(status.observedGeneration()).isEqualTo(3);
        assertThat(condition(status, Condition.CONFIGURATION_ACCEPTED).observedGeneration())
                .isEqualTo(3);
        assertThat(condition(status, Condition.READY).observedGeneration()).isEqualTo(4);
    }

    @Test
    void norOneThatThisReportHasNotSeen() {
        Seen seen = seen(RECORD, Decision.wait(Verdict.REIGNS, "c-0 reigns"), NONE, master(0, 9));
        HaRedisClusterStatus status = StatusDerivation.of(seen, new Configuration.Said(Configuration.ACCEPTED, 5), NOW);
        assertThat(status.observedGeneration()).isEqualTo(4);
        assertThat(condition(status, Condition.CONFIGURATION_ACCEPTED).observedGeneration())
                .isEqualTo(5);
    }

    @Test
    void anOperatorThatHasLookedAtNoneLeavesWhatTheLeaderLookedAt() {
        Seen seen = seen(RECORD, Decision.wait(Verdict.REIGNS, "c-0 reigns"), NONE, master(0, 9));
        assertThat(StatusDerivation.of(seen, null, NOW).observedGeneration()).isNull();
        seen.around()
                .cluster()
                .setStatus(StatusDerivation.of(seen, new Configuration.Said(Configuration.ACCEPTED, 3), NOW));
        HaRedisClusterStatus status = StatusDerivation.of(seen, null, NOW);
        assertThat(status.observedGeneration()).isEqualTo(3);
        assertThat(condition(status, Condition.CONFIGURATION_ACCEPTED).observedGeneration())
                .isEqualTo(3);
    }

    private static Condition condition(HaRedisClusterStatus status, String type) {
        return Objects.requireNonNull(status.condition(type));
    }
}
