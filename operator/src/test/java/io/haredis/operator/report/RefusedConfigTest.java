package io.haredis.operator.report;

import static io.haredis.operator.report.Views.RECORD;
import static io.haredis.operator.report.Views.absent;
import static io.haredis.operator.report.Views.master;
import static io.haredis.operator.report.Views.replica;
import static io.haredis.operator.report.Views.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.api.v1alpha1.Phase;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pod whose server ended with the words of one that is too old. */
class RefusedConfigTest {
    private static final Pod OLD = pod("6.2.14");

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "UNKNOWN"})
    void isWhyTheLoopWaits(Verdict verdict) {
        Decision said = RefusedConfig.explain(Decision.wait(verdict, "2 of 3 nodes do not answer"), List.of(OLD));
        assertThat(said.verdict()).isEqualTo(Verdict.SERVER_TOO_OLD);
        assertThat(said.sentence()).contains("c-2 runs Redis 6.2.14");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STARTING", "UNKNOWN"})
    void isNoWordOnWhatTheLoopKnows(Verdict verdict) {
        Decision decision = Decision.wait(verdict, "so it is");
        assertThat(RefusedConfig.explain(decision, List.of(OLD))).isEqualTo(decision);
    }

    @Test
    void isNoWordOnAnElectionThatIsDue() {
        Decision first = Decision.of(Verdict.STARTING, "first election", new Action.Elect());
        assertThat(RefusedConfig.explain(first, List.of(OLD))).isEqualTo(first);
    }

    @Test
    void aServerThatRefusesADirectiveOfTheUserIsNotTooOld() {
        Decision decision = Decision.wait(Verdict.STARTING, "1 of 3 nodes answers");
        assertThat(RefusedConfig.explain(decision, List.of(pod("8.0.1")))).isEqualTo(decision);
    }

    @Test
    void aMasterThatReignsIsReportedBesideIt() {
        Decision reigns = RefusedConfig.explain(Decision.wait(Verdict.REIGNS, "c-0 reigns"), List.of(OLD));
        Map<String, Obstacle> obstacles = Map.of("c-2", Obstacle.of(OLD).orElseThrow());
        HaRedisClusterStatus status = StatusDerivation.of(
                seen(RECORD, reigns, obstacles, master(0, 9), replica(1, 0, 9), absent(2)),
                Views.ACCEPTED,
                Instant.EPOCH);
        assertThat(status.phase()).isEqualTo(Phase.DEGRADED);
        assertThat(status.master()).isEqualTo("c-0");
        assertThat(status.condition(Condition.MASTER_AVAILABLE))
                .extracting(Condition::status)
                .isEqualTo("True");
        assertThat(status.condition(Condition.REPLICATION_HEALTHY))
                .extracting(Condition::message)
                .asString()
                .contains("c-2 does not run", "FATAL CONFIG FILE ERROR (Redis 6.2.14)");
    }

    private static Pod pod(String version) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: c-2}
                spec: {nodeName: a}
                status:
                  phase: Running
                  containerStatuses:
                  - name: redis
                    state: {waiting: {reason: CrashLoopBackOff}}
                    lastState: {terminated: {exitCode: 1, message: "*** FATAL CONFIG FILE ERROR (Redis VERSION) ***"}}
                """.replace("VERSION", version), Pod.class);
    }
}
