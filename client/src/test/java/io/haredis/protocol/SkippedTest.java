package io.haredis.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SkippedTest {
    @Test
    void bothEndsAreOfASpan() {
        Skipped skipped = Skipped.NONE.and(6, 50).and(52, 52);
        assertThat(skipped.contains(5)).isFalse();
        assertThat(skipped.contains(6)).isTrue();
        assertThat(skipped.contains(50)).isTrue();
        assertThat(skipped.contains(51)).isFalse();
        assertThat(skipped.contains(52)).isTrue();
        assertThat(skipped.contains(53)).isFalse();
    }

    @Test
    void whereNoneIsSkippedNothingIsAdded() {
        assertThat(Skipped.NONE.and(6, 5)).isEqualTo(Skipped.NONE);
    }

    @Test
    void whatTheNextReignBeginsFromWasSomebodysAndAllBefore() {
        Skipped skipped = Skipped.NONE.and(6, 50).and(52, 60);
        assertThat(skipped.without(51)).isEqualTo(skipped);
        assertThat(skipped.without(55).text()).isEqualTo("56-60");
        assertThat(skipped.without(60)).isEqualTo(Skipped.NONE);
        assertThat(skipped.without(7).text()).isEqualTo("8-50,52-60");
    }

    @Test
    void noneIsFromTheReignOn() {
        Skipped skipped = Skipped.NONE.and(6, 50).and(52, 60);
        assertThat(skipped.before(61)).isEqualTo(skipped);
        assertThat(skipped.before(60).text()).isEqualTo("6-50,52-59");
        assertThat(skipped.before(52).text()).isEqualTo("6-50");
        assertThat(skipped.before(6)).isEqualTo(Skipped.NONE);
    }

    @Test
    void theReignBeforeHadTheHighestThatIsNotSkipped() {
        Skipped skipped = Skipped.NONE.and(6, 50).and(52, 60);
        assertThat(skipped.precedent(62)).isEqualTo(61);
        assertThat(skipped.precedent(61)).isEqualTo(51);
        assertThat(skipped.precedent(51)).isEqualTo(5);
        assertThat(new Skipped(List.of(new Skipped.Span(6, 50), new Skipped.Span(51, 60))).precedent(61))
                .isEqualTo(5);
    }

    @Test
    void spansThatMeetAreOne() {
        assertThat(Skipped.NONE.and(6, 50).and(51, 60).text()).isEqualTo("6-60");
    }

    @Test
    void theLatestAreKept() {
        Skipped skipped = Skipped.NONE;
        for (long i = 1; i <= 20; i++) {
            skipped = skipped.and(2 * i, 2 * i);
        }
        assertThat(skipped.spans()).hasSize(16);
        assertThat(skipped.contains(40)).isTrue();
        assertThat(skipped.contains(8)).isFalse();
    }

    @Test
    void itComesBackFromItsText() {
        Skipped skipped = Skipped.NONE.and(6, 50).and(52, 60);
        assertThat(Skipped.of(skipped.text())).isEqualTo(skipped);
        assertThatThrownBy(() -> Skipped.of("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Skipped.of("1-x")).isInstanceOf(IllegalArgumentException.class);
    }
}
