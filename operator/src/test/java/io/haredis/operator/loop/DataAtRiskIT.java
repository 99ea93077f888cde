package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes of three restarted empty, the third, which kept the data, is silent: a person decides. */
class DataAtRiskIT {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private RedisServer kept;

    @BeforeEach
    void start() throws IOException {
        cluster = new TestCluster(3, folder);
        cluster.specify(TestCluster.policy(3, true));
        cluster.operate(() -> true);
        cluster.settle(2);
        kept = cluster.server("c-1");
        cluster.stop();
        kept.signal("STOP");
        for (String name : new String[] {"c-0", "c-2"}) {
            cluster.server(name).kill();
            cluster.server(name).empty();
            cluster.server(name).start();
        }
        cluster.operate(() -> true);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            Decision last = cluster.last();
            return last != null && last.verdict() == Verdict.AT_RISK;
        });
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void thePersonIsToldWhoIsMissingAndWhatToWrite() {
        assertThat(cluster.happenings)
                .filteredOn(h -> h.reason().equals("DataAtRisk"))
                .hasSize(1)
                .first()
                .satisfies(h -> assertThat(h.warning()).isTrue())
                .satisfies(h -> assertThat(h.sentence())
                        .contains("wait for c-1 to return")
                        .contains("what only c-1 may hold is lost")
                        .contains("haredis.io/accept-data-loss=1"));
    }

    @Test
    void anAcceptedLossEndsTheWaitOnceAndIsTold() {
        cluster.annotate(Map.of(Requests.ACCEPT_DATA_LOSS, "1"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !cluster.masters(kept).isEmpty());
        cluster.settle(1);
        assertThat(cluster.record().epoch()).isEqualTo(2);
        assertThat(cluster.happenings)
                .filteredOn(h -> h.reason().equals("DataLossAccepted"))
                .hasSize(1)
                .first()
                .satisfies(h -> assertThat(h.warning()).isTrue())
                .satisfies(h -> assertThat(h.sentence()).contains("the loss was accepted: "));
    }

    /** Of an epoch that is over or has not come, or nonsense. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "yes"})
    void anAcceptanceThatDoesNotNameTheEpochHasNoEffect(String value) {
        cluster.annotate(Map.of(Requests.ACCEPT_DATA_LOSS, value));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.happenings.stream()
                        .anyMatch(h -> h.sentence().contains("=" + value + " has no effect")));
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> cluster.masters(kept).isEmpty());
        assertThat(cluster.happenings)
                .filteredOn(h -> h.sentence().contains("has no effect"))
                .hasSize(1);
        kept.signal("CONT");
        cluster.settle(2);
        assertThat(cluster.record().holder()).isEqualTo(kept.name());
    }

    /** Whatever effect an operator dies before, the acceptance is used once and the election is completed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 6, 7, 8, 9})
    void anOperatorDiesWhileItUsesIt(int effect) throws Exception {
        cluster.stop();
        cluster.annotate(Map.of(Requests.ACCEPT_DATA_LOSS, "1"));
        cluster.act(new Action.Elect(), Fault.at(Fault.Kind.CRASH, effect), kept);
        cluster.operate(() -> true);
        cluster.operate(() -> false);
        cluster.settle(1);
        assertThat(cluster.record().epoch()).isEqualTo(2);
        assertThat(cluster.masters(kept)).containsExactly(cluster.record().holder());
    }

    /** What is left of the annotation does not accept the next loss. */
    @Test
    void aUsedAcceptanceIsVoid() throws IOException {
        cluster.annotate(Map.of(Requests.ACCEPT_DATA_LOSS, "1"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !cluster.masters(kept).isEmpty());
        cluster.settle(1);
        for (String name : new String[] {"c-0", "c-2"}) {
            cluster.server(name).kill();
            cluster.server(name).empty();
            cluster.server(name).start();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.happenings.stream()
                        .anyMatch(h -> h.reason().equals("DataAtRisk")
                                && h.sentence().contains("haredis.io/accept-data-loss=2")));
        assertThat(cluster.record().epoch()).isEqualTo(2);
    }

    /** It replaces no majority. */
    @Test
    void anAcceptanceWithoutAMajorityHasNoEffect() {
        cluster.server("c-2").kill();
        cluster.annotate(Map.of(Requests.ACCEPT_DATA_LOSS, "1"));
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> cluster.masters(kept).isEmpty());
        assertThat(cluster.record().epoch()).isEqualTo(1);
    }
}
