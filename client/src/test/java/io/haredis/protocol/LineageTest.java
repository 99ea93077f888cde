package io.haredis.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineageTest {
    private static final String ZEROS = "0".repeat(40);

    /** Promoted at offset 100 of the stream x: byte 101 is the first that x does not have. */
    private static final Lineage PROMOTED = new Lineage("y", "x", 101, 150);

    @ParameterizedTest(name = "{0}:{1} is a prefix of {2}:{3}: {4}")
    @CsvSource({
        "x, 10, x, 10, true",
        "x, 10, x, 11, true",
        "x, 11, x, 10, false",
        "x,  0, x, 10, true",
        "x, 10, z, 99, false"
    })
    void withinOneIdTheOffsetDecides(String id, long offset, String otherId, long otherOffset, boolean expected) {
        assertThat(Lineage.of(id, offset).isPrefixOf(Lineage.of(otherId, otherOffset)))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} up to {1}: {2}")
    @CsvSource({"x, 99, true", "x, 100, true", "x, 101, false", "y, 150, true", "y, 151, false", "z, 0, false"})
    void aPromotedServerHoldsItsFormerStreamUpToThePromotion(String id, long upTo, boolean expected) {
        assertThat(PROMOTED.holds(id, upTo)).isEqualTo(expected);
    }

    @Test
    void aWriteThatTheOldMasterTookAfterThePromotionIsInNobodyElse() {
        Lineage oldMaster = Lineage.of("x", 101);
        assertThat(oldMaster.isPrefixOf(PROMOTED)).isFalse();
        assertThat(PROMOTED.isPrefixOf(oldMaster)).isFalse();
    }

    @Test
    void aServerWithoutPromotionHoldsNothingOfTheIdOfZeros() {
        assertThat(Lineage.of("x", 10).holds(ZEROS, 0)).isFalse();
        assertThat(Lineage.of("x", 10).knows(ZEROS)).isFalse();
    }

    @Test
    void aFormerIdIsKnownButOnlyOne() {
        assertThat(PROMOTED.knows("y")).isTrue();
        assertThat(PROMOTED.knows("x")).isTrue();
        assertThat(PROMOTED.knows("z")).isFalse();
    }

    @Test
    void aFormerStreamIsNotHeldBeyondTheServersOwnOffset() {
        assertThat(new Lineage("y", "x", 101, 50).holds("x", 60)).isFalse();
    }

    @Test
    void everyLineageIsAPrefixOfItself() {
        assertThat(PROMOTED.isPrefixOf(PROMOTED)).isTrue();
        assertThat(Lineage.of("x", 0).isPrefixOf(Lineage.of("x", 0))).isTrue();
    }

    @Test
    void whoWasPromotedAndTookNothingSinceHoldsWhatItHeldBefore() {
        Lineage half = new Lineage("y", "x", 101, 100);
        Lineage equal = Lineage.of("x", 100);
        assertThat(half.isPrefixOf(equal)).isTrue();
        assertThat(equal.isPrefixOf(half)).isTrue();
        assertThat(half.isPrefixOf(Lineage.of("x", 150))).isTrue();
        assertThat(half.isPrefixOf(Lineage.of("x", 99))).isFalse();
        assertThat(half.isPrefixOf(new Lineage("z", "x", 101, 300))).isTrue();
        assertThat(half.isPrefixOf(new Lineage("z", "x", 100, 300))).isFalse();
        assertThat(new Lineage("y", "x", 101, 101).isPrefixOf(Lineage.of("x", 150)))
                .isFalse();
    }
}
