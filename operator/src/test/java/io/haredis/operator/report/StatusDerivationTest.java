package io.haredis.operator.report;

import static io.haredis.operator.report.Views.ACCEPTED;
import static io.haredis.operator.report.Views.RECORD;
import static io.haredis.operator.report.Views.absent;
import static io.haredis.operator.report.Views.closed;
import static io.haredis.operator.report.Views.fenced;
import static io.haredis.operator.report.Views.master;
import static io.haredis.operator.report.Views.replica;
import static io.haredis.operator.report.Views.seen;
import static io.haredis.operator.report.Views.silent;
import static io.haredis.operator.report.Views.syncing;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.api.v1alpha1.NodeStatus;
import io.haredis.operator.api.v1alpha1.Phase;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Member;
import io.haredis.operator.decide.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusDerivationTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.5Z");
    private static final Map<String, Obstacle> NONE = Map.of();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void saysInOneWordAndByConditionsHowItIs(
            String what, Seen seen, Phase phase, String ready, String master, String replication) {
        HaRedisClusterStatus status = StatusDerivation.of(seen, ACCEPTED, NOW);
        assertThat(status.phase()).isEqualTo(phase);
        assertThat(List.of(
                        said(status, Condition.READY),
                        said(status, Condition.MASTER_AVAILABLE),
                        said(status, Condition.REPLICATION_HEALTHY)))
                .containsExactly(ready, master, replication);
    }

    static Stream<Arguments> saysInOneWordAndByConditionsHowItIs() {
        Decision reigns = Decision.wait(Verdict.REIGNS, "c-0 reigns");
        Decision lost = Decision.of(Verdict.LOST, "c-0 is gone", new Action.Elect());
        Decision first = Decision.of(Verdict.LOST, "first election", new Action.Elect());
        return Stream.of(
                row(
                        "all well",
                        seen(RECORD, reigns, NONE, master(0, 9), replica(1, 0, 9), replica(2, 0, 9)),
                        Phase.RUNNING,
                        "True MasterServes",
                        "True MasterReigns",
                        "True AllFollow"),
                row(
                        "one away",
                        seen(RECORD, reigns, NONE, master(0, 9), replica(1, 0, 9), silent(2)),
                        Phase.DEGRADED,
                        "True MasterServes",
                        "True MasterReigns",
                        "False ReplicasMissing"),
                row(
                        "one follows another",
                        seen(RECORD, reigns, NONE, master(0, 9), replica(1, 0, 9), replica(2, 1, 9)),
                        Phase.DEGRADED,
                        "True MasterServes",
                        "True MasterReigns",
                        "False ReplicasMissing"),
                row(
                        "not opened yet",
                        seen(RECORD, reigns, NONE, closed(0, 9), replica(1, 0, 9), replica(2, 0, 9)),
                        Phase.DEGRADED,
                        "False MasterClosed",
                        "True MasterReigns",
                        "True AllFollow"),
                row(
                        "one is to leave and has not",
                        seen(
                                RECORD.with("c-3", new Member("r3", "r3", true)),
                                reigns,
                                NONE,
                                master(0, 9),
                                replica(1, 0, 9),
                                replica(2, 0, 9),
                                silent(3)),
                        Phase.DEGRADED,
                        "True MasterServes",
                        "True MasterReigns",
                        "False NodesLeaving"),
                row(
                        "none follows yet",
                        seen(RECORD, reigns, NONE, master(0, 9), syncing(1, 0), silent(2)),
                        Phase.DEGRADED,
                        "False TooFewReplicas",
                        "True MasterReigns",
                        "False ReplicasMissing"),
                row(
                        "master gone",
                        seen(RECORD, lost, NONE, silent(0), replica(1, 0, 9), replica(2, 0, 9)),
                        Phase.FAILING_OVER,
                        "False MasterLost",
                        "False MasterLost",
                        "True AllFollow"),
                row(
                        "being moved",
                        seen(
                                RECORD,
                                Decision.of(
                                        Verdict.REIGNS,
                                        "c-0 reigns",
                                        new Action.Move("c-1", "asked", Action.Occasion.REQUESTED)),
                                NONE,
                                master(0, 9),
                                replica(1, 0, 9),
                                replica(2, 0, 9)),
                        Phase.MOVING,
                        "True MasterServes",
                        "True MasterReigns",
                        "True AllFollow"),
                row(
                        "loss feared",
                        seen(
                                RECORD,
                                Decision.wait(Verdict.AT_RISK, "c-0 may hold more"),
                                NONE,
                                silent(0),
                                fenced(1),
                                fenced(2)),
                        Phase.BLOCKED,
                        "False DataAtRisk",
                        "False DataAtRisk",
                        "False ReplicasMissing"),
                row(
                        "no majority",
                        seen(
                                RECORD,
                                Decision.wait(Verdict.UNKNOWN, "1 of 3 answers"),
                                NONE,
                                silent(0),
                                silent(1),
                                fenced(2)),
                        Phase.BLOCKED,
                        "False NoMajority",
                        "False NoMajority",
                        "False ReplicasMissing"),
                row(
                        "cut off from the operator",
                        seen(
                                RECORD,
                                Decision.wait(Verdict.UNREACHABLE_BY_OPERATOR, "replicas hear it"),
                                NONE,
                                silent(0),
                                replica(1, 0, 9),
                                replica(2, 0, 9)),
                        Phase.DEGRADED,
                        "False MasterUnreachableByOperator",
                        "Unknown MasterUnreachableByOperator",
                        "True AllFollow"),
                row(
                        "just made",
                        seen(null, Decision.wait(Verdict.STARTING, "0 of 3 answer"), NONE),
                        Phase.PENDING,
                        "False Starting",
                        "False Starting",
                        "Unknown NoMaster"),
                row(
                        "pods come up",
                        seen(
                                null,
                                Decision.wait(Verdict.STARTING, "1 of 3 answers"),
                                NONE,
                                fenced(0),
                                absent(1),
                                absent(2)),
                        Phase.STARTING,
                        "False Starting",
                        "False Starting",
                        "Unknown NoMaster"),
                row(
                        "first election",
                        seen(null, first, NONE, fenced(0), fenced(1), fenced(2)),
                        Phase.STARTING,
                        "False MasterLost",
                        "False MasterLost",
                        "Unknown NoMaster"),
                row(
                        "too old",
                        seen(
                                null,
                                Decision.wait(Verdict.SERVER_TOO_OLD, "c-0 is Redis 6.2"),
                                NONE,
                                fenced(0),
                                fenced(1),
                                fenced(2)),
                        Phase.FAILED,
                        "False ServerTooOld",
                        "False ServerTooOld",
                        "Unknown NoMaster"));
    }

    private static Arguments row(String what, Seen seen, Phase phase, String ready, String master, String replication) {
        return Arguments.of(what, seen, phase, ready, master, replication);
    }

    /** A server without save points takes writes after a failed save, such as that of a copy or of a full synchronisation. */
    @Test
    void tellsEachNodeAsItIs() {
        Seen seen = seen(
                RECORD,
                Decision.wait(Verdict.REIGNS, "c-0 reigns"),
                Map.of("c-2", new Obstacle("CrashLoopBackOff", "exit code 1")),
                master(0, 100),
                replica(1, 0, 90),
                absent(2));
        assertThat(StatusDerivation.of(seen, null, NOW).nodes())
                .containsExactly(
                        new NodeStatus("c-0", "node-a", "master", 100L, 100L, null, null, "Serving"),
                        new NodeStatus("c-1", null, "replica", 101L, 90L, 10L, "up", "Serving"),
                        new NodeStatus("c-2", null, null, null, null, null, null, "CrashLoopBackOff"));
    }

    @Test
    void theRealObstacleStandsInTheMessage() {
        Seen seen = seen(
                null,
                Decision.wait(Verdict.STARTING, "0 of 3 nodes answer"),
                Map.of("c-1", new Obstacle("Unschedulable", "0/3 nodes are available")),
                absent(0));
        assertThat(condition(StatusDerivation.of(seen, null, NOW), Condition.MASTER_AVAILABLE)
                        .message())
                .isEqualTo("0 of 3 nodes answer. c-1 does not run: Unschedulable (0/3 nodes are available).");
    }

    @Test
    void whoHasNotLeftIsNamedWithWhyAndWhatToDo() {
        MasterRecord record =
                RECORD.with("c-3", new Member("r3", "r3", true)).with("c-4", new Member("r4", "r4", true));
        Seen seen = seen(
                record,
                Decision.wait(Verdict.REIGNS, "c-0 reigns"),
                Map.of("c-4", new Obstacle("Unschedulable", "0/3 nodes are available")),
                master(0, 9),
                replica(1, 0, 9),
                replica(2, 0, 9),
                silent(3),
                silent(4));
        assertThat(condition(StatusDerivation.of(seen, null, NOW), Condition.REPLICATION_HEALTHY)
                        .message())
                .isEqualTo("To leave, and members still: c-3 does not answer: mend it, or delete its pod; c-4 does not"
                        + " run; its pod is removed once enough of those who stay are in sync. c-4 does not run:"
                        + " Unschedulable (0/3 nodes are available).");
    }

    @Test
    void aConditionIsAsOldAsItsStatus() {
        Seen first = seen(RECORD, Decision.wait(Verdict.REIGNS, "c-0 reigns"), NONE, master(0, 9));
        first.around().cluster().setStatus(StatusDerivation.of(first, ACCEPTED, NOW));
        HaRedisClusterStatus later = StatusDerivation.of(first, ACCEPTED, NOW.plusSeconds(60));
        assertThat(condition(later, Condition.MASTER_AVAILABLE).lastTransitionTime())
                .isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));
    }

    private static String said(HaRedisClusterStatus status, String type) {
        Condition condition = condition(status, type);
        return condition.status() + " " + condition.reason();
    }

    private static Condition condition(HaRedisClusterStatus status, String type) {
        return Objects.requireNonNull(status.condition(type));
    }
}
