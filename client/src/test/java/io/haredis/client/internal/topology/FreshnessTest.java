package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Lineage;
import org.junit.jupiter.api.Test;

/** What offsets prove of the age of a replica's data. */
class FreshnessTest {
    private static final long SECOND = 1_000_000_000;

    private final Freshness freshness = new Freshness();

    @Test
    void isTheLastQuestionWhoseAnswerTheReplicaHolds() {
        freshness.masterHad(Lineage.of("a", 100), SECOND);
        freshness.masterHad(Lineage.of("a", 200), 2 * SECOND);
        freshness.masterHad(Lineage.of("a", 300), 3 * SECOND);
        assertThat(freshness.asOf(Lineage.of("a", 99))).isNull();
        assertThat(freshness.asOf(Lineage.of("a", 100))).isEqualTo(SECOND);
        assertThat(freshness.asOf(Lineage.of("a", 299))).isEqualTo(2 * SECOND);
        assertThat(freshness.asOf(Lineage.of("a", 1000))).isEqualTo(3 * SECOND);
    }

    @Test
    void anOffsetOfAnotherStreamProvesNothing() {
        freshness.masterHad(Lineage.of("a", 100), SECOND);
        assertThat(freshness.asOf(Lineage.of("b", 1000))).isNull();
    }

    @Test
    void whoFollowedIntoTheNextStreamIsAsFreshAsItWasBefore() {
        freshness.masterHad(Lineage.of("a", 100), SECOND);
        freshness.masterHad(new Lineage("b", "a", 151, 200), 2 * SECOND);
        assertThat(freshness.asOf(new Lineage("b", "a", 151, 160))).isEqualTo(SECOND);
        assertThat(freshness.asOf(new Lineage("b", "a", 151, 200))).isEqualTo(2 * SECOND);
    }

    @Test
    void whatTheOldMasterWroteAfterTheForkIsInNobodyElse() {
        freshness.masterHad(Lineage.of("a", 100), SECOND);
        freshness.masterHad(Lineage.of("a", 180), 2 * SECOND);
        assertThat(freshness.asOf(new Lineage("b", "a", 151, 500))).isEqualTo(SECOND);
    }

    @Test
    void manyQuestionsInAMomentAreOneSample() {
        freshness.masterHad(Lineage.of("a", 100), SECOND);
        for (int i = 1; i < 1000; i++) {
            freshness.masterHad(Lineage.of("a", 100 + i), SECOND + i * 1000L);
        }
        assertThat(freshness.asOf(Lineage.of("a", 100))).isEqualTo(SECOND);
    }
}
