package io.haredis.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkTest {
    private static final Mark MARK = new Mark("x", 100, 40L);
    private static final Lineage PROMOTED = new Lineage("y", "x", 101, 150);

    private static ACandidate restartedFromAppendOnlyFile() {
        return ACandidate.named("a").restarted().at("w", 0);
    }

    @ParameterizedTest(name = "offset {0}: {1}")
    @CsvSource({"99, false", "100, true", "101, true"})
    void isComparedByOffsetInItsOwnLineage(long offset, boolean reached) {
        ACandidate one = ACandidate.named("a").at("x", offset);
        assertThat(MARK.isReachedBy(one.opcounter(1L).build()))
                .as("the opcounter does not matter")
                .isEqualTo(reached);
        assertThat(MARK.isReachedBy(one.opcounter(99L).build())).isEqualTo(reached);
    }

    @Test
    void isReachedUnderTheFormerIdOfAPromotedServer() {
        assertThat(MARK.isReachedBy(ACandidate.named("a").with(PROMOTED).build()))
                .isTrue();
    }

    @Test
    void isNotReachedByAServerThatBranchedOffBeforeIt() {
        Lineage branched = new Lineage("y", "x", 81, 150);
        assertThat(MARK.isReachedBy(ACandidate.named("a").with(branched).build()))
                .isFalse();
    }

    @ParameterizedTest(name = "opcounter {0}: {1}")
    @CsvSource({"39, false", "40, true", "41, true", "100, true", "9, false"})
    void isComparedByOpcounterInAnUnknownLineage(long opcounter, boolean reached) {
        assertThat(MARK.isReachedBy(
                        restartedFromAppendOnlyFile().opcounter(opcounter).build()))
                .isEqualTo(reached);
    }

    @Test
    void isNotReachedWhereNothingCanBeCompared() {
        assertThat(MARK.isReachedBy(restartedFromAppendOnlyFile().build())).isFalse();
        Mark uncounted = new Mark("x", 100, null);
        assertThat(uncounted.isReachedBy(
                        restartedFromAppendOnlyFile().opcounter(99L).build()))
                .isFalse();
    }

    @Test
    void takesTheNameThatItsHoldersDataWillHave() {
        assertThat(MARK.as(PROMOTED)).isEqualTo(new Mark("y", 100, 40L));
        assertThat(MARK.as(Lineage.of("x", 100))).isEqualTo(MARK);
    }

    /** Who was elected upon its opcounter is known to hold the mark; nothing else under its old name is of this reign. */
    @Test
    void becomesAllThatAWinnerHoldsWhichReachesItByCount() {
        assertThat(MARK.reachedBy(Lineage.of("w", 500))).isEqualTo(new Mark("w", 500, 40L));
        assertThat(MARK.reachedBy(PROMOTED)).isEqualTo(MARK.as(PROMOTED));
    }

    @Test
    void survivesTwoPromotionsAlthoughAServerKnowsOnlyOneFormerId() {
        Lineage again = new Lineage("z", "y", 181, 200);
        assertThat(MARK.isReachedBy(ACandidate.named("a").with(again).build())).isFalse();
        Mark renamed = MARK.as(PROMOTED);
        assertThat(renamed.isReachedBy(ACandidate.named("a").with(again).build()))
                .isTrue();
    }

    @Test
    void keepsItsNameUnderAWinnerThatDoesNotProvablyHoldIt() {
        assertThat(MARK.as(Lineage.of("w", 500))).isEqualTo(MARK);
        assertThat(MARK.as(Lineage.of("x", 99))).isEqualTo(MARK);
        assertThat(MARK.as(new Lineage("y", "x", 81, 150))).isEqualTo(MARK);
    }

    /** A replica shows the new id before it has a byte of what stands under it. */
    @Test
    void isNotLoweredByItsNewName() {
        Lineage master = new Lineage("y", "x", 101, 130);
        Mark recorded = new Mark("x", 95, null);
        assertThat(new Mark("y", 60, null).isBelow(recorded, master)).isTrue();
        assertThat(new Mark("y", 95, null).isBelow(recorded, master)).isFalse();
        assertThat(new Mark("y", 60, null).isBelow(new Mark("y", 61, null), master))
                .isTrue();
        // Which the master does not hold: a loss was accepted.
        assertThat(new Mark("y", 60, null).isBelow(new Mark("w", 95, null), master))
                .isFalse();
    }
}
