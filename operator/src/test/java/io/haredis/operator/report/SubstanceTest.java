package io.haredis.operator.report;

import static io.haredis.operator.report.Views.RECORD;
import static io.haredis.operator.report.Views.master;
import static io.haredis.operator.report.Views.replica;
import static io.haredis.operator.report.Views.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstanceTest {
    private static final long START = 1000;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an idle hour's pings, 3600, 50400, 0, false",
        "nothing at all, 3600, 0, 0, false",
        "writes just now, 10, 500000, 0, false",
        "writes for a while, 31, 500000, 0, true",
        "an offset that fell, 31, -500, 0, true",
        "a replica that caught up, 6, 0, 900, true",
        "a replica that caught up just now, 2, 0, 900, false",
        "a lag of one ping that is gone, 600, 14, 14, false",
    })
    void numbersAloneAreSeldomWorthAWrite(String what, long seconds, long moved, long lagBefore, boolean isNew) {
        HaRedisClusterStatus before = status(START, START - lagBefore, "c-0 reigns");
        HaRedisClusterStatus now = status(START + moved, START + moved, "c-0 reigns");
        assertThat(Substance.isNew(before, now, Duration.ofSeconds(seconds)))
                .as(what)
                .isEqualTo(isNew);
    }

    @Test
    void aSentenceThatOnlyGrowsOlderIsNotNews() {
        Decision one = Decision.wait(Verdict.UNKNOWN, "c-0 is silent for 1200 ms");
        Decision other = Decision.wait(Verdict.UNKNOWN, "c-0 is silent for 2.5 s");
        assertThat(Substance.isNew(status(one), status(other), Duration.ofHours(1)))
                .isFalse();
        Decision third = Decision.wait(Verdict.UNKNOWN, "c-1 is silent for 2.5 s");
        assertThat(Substance.isNew(status(one), status(third), Duration.ZERO)).isTrue();
    }

    @Test
    void theFirstStatusIsNews() {
        assertThat(Substance.isNew(null, status(0, 0, ""), Duration.ZERO)).isTrue();
    }

    private static HaRedisClusterStatus status(long masterOffset, long replicaOffset, String sentence) {
        Seen seen = seen(
                RECORD,
                Decision.wait(Verdict.REIGNS, sentence),
                Map.of(),
                master(0, masterOffset),
                replica(1, 0, replicaOffset),
                replica(2, 0, replicaOffset));
        return StatusDerivation.of(seen, null, Instant.EPOCH);
    }

    private static HaRedisClusterStatus status(Decision decision) {
        return StatusDerivation.of(seen(RECORD, decision, Map.of(), master(0, 1)), null, Instant.EPOCH);
    }
}
