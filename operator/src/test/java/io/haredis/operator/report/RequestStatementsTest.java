package io.haredis.operator.report;

import static io.haredis.operator.report.Views.RECORD;
import static io.haredis.operator.report.Views.fenced;
import static io.haredis.operator.report.Views.master;
import static io.haredis.operator.report.Views.replica;
import static io.haredis.operator.report.Views.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.loop.Happening;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of what people ask for by annotations. */
class RequestStatementsTest {
    private static final Decision REIGNS = Decision.wait(Verdict.REIGNS, "c-0 reigns");

    private static HaRedisClusterStatus status(Map<String, String> annotations) {
        Seen seen = Views.seen(RECORD, REIGNS, Map.of(), master(0, 9), replica(1, 0, 9), replica(2, 0, 9));
        seen.around().cluster().getMetadata().setAnnotations(annotations);
        return StatusDerivation.of(seen, Views.ACCEPTED, Instant.EPOCH);
    }

    private static Condition replication(Seen seen) {
        return java.util.Objects.requireNonNull(
                StatusDerivation.of(seen, Views.ACCEPTED, Instant.EPOCH).condition(Condition.REPLICATION_HEALTHY));
    }

    /** Where people look, not in the log alone. */
    @Test
    void whatAPersonHasToDoAboutANodeIsInTheConditionOfTheReplication() {
        Decision aside = new Decision(Verdict.REIGNS, "c-0 reigns; c-2 is", "c-2 is left alone. Delete it", List.of());
        Condition missing = replication(Views.seen(RECORD, aside, Map.of(), master(0, 9), replica(1, 0, 9), fenced(2)));
        assertThat(missing.message()).contains("Not in sync with the master: c-2. c-2 is left alone. Delete it.");
        Condition all =
                replication(Views.seen(RECORD, aside, Map.of(), master(0, 9), replica(1, 0, 9), replica(2, 0, 9)));
        assertThat(all.status()).isEqualTo("False");
        assertThat(all.reason()).isEqualTo("NodeLeftAlone");
        assertThat(all.message()).isEqualTo("c-2 is left alone. Delete it.");
    }

    private static Condition risk(HaRedisClusterStatus status) {
        return java.util.Objects.requireNonNull(status.condition(Condition.DATA_AT_RISK));
    }

    @ParameterizedTest(name = "accept-data-loss={0} in epoch 3: {1}")
    @CsvSource({
        "3, LossAccepted, may lose data",
        "2, AcceptanceVoid, 'epoch 2 is over, this is epoch 3'",
        "4, AcceptanceVoid, must name the present epoch"
    })
    void anAcceptanceIsAnsweredWithoutRisk(String value, String reason, String sentence) {
        Condition condition = risk(status(Map.of(Requests.ACCEPT_DATA_LOSS, value)));
        assertThat(condition.status()).isEqualTo("False");
        assertThat(condition.reason()).isEqualTo(reason);
        assertThat(condition.message()).contains(sentence);
    }

    /** However often the status is derived, and whoever derives it next: the status itself remembers. */
    @Test
    void itIsToldOnce() {
        HaRedisClusterStatus before = status(Map.of());
        HaRedisClusterStatus now = status(Map.of(Requests.ACCEPT_DATA_LOSS, "2"));
        List<Happening> told = Transitions.between(before, now, Map.of());
        assertThat(told).hasSize(1).first().satisfies(h -> {
            assertThat(h.reason()).isEqualTo("AcceptanceVoid");
            assertThat(h.warning()).isTrue();
        });
        assertThat(Transitions.between(now, status(Map.of(Requests.ACCEPT_DATA_LOSS, "2")), Map.of()))
                .isEmpty();
    }

    @Test
    void underRiskTheElectionSaysItAll() {
        Seen seen = Views.seen(
                RECORD, Decision.wait(Verdict.AT_RISK, "so it is"), Map.of(), silent(0), fenced(1), fenced(2));
        seen.around().cluster().getMetadata().setAnnotations(Map.of(Requests.ACCEPT_DATA_LOSS, "2"));
        Condition condition = risk(StatusDerivation.of(seen, Views.ACCEPTED, Instant.EPOCH));
        assertThat(condition.status()).isEqualTo("True");
        assertThat(condition.message()).isEqualTo("so it is");
    }

    @ParameterizedTest(name = "fence={0}: {1}, {2}")
    @CsvSource({
        "c-1, FencedByHand, false, 'kept from becoming master: c-1'",
        "'c-1,c-2', FencedByHand, false, 'c-1, c-2'",
        "c-0, MasterFenced, true, 'c-0 is fenced by hand and is still the master'",
        "'c-1,c-9', UnknownNode, true, 'names c-9, which is no node'"
    })
    void fencedNodesAreTold(String value, String reason, boolean warning, String sentence) {
        HaRedisClusterStatus now = status(Map.of(Requests.FENCE, value));
        Condition condition = java.util.Objects.requireNonNull(now.condition(Condition.NODES_FENCED));
        assertThat(condition.reason()).isEqualTo(reason);
        assertThat(condition.message()).contains(sentence);
        assertThat(Transitions.between(status(Map.of()), now, Map.of()))
                .containsExactly(new Happening(reason, warning, String.valueOf(condition.message())));
        assertThat(Transitions.between(now, now, Map.of())).isEmpty();
    }

    @Test
    void nothingIsSaidOfFencesWhereThereIsNone() {
        assertThat(status(Map.of()).condition(Condition.NODES_FENCED)).isNull();
    }
}
