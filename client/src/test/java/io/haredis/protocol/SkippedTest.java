package io.haredis.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void theLatestAreKept() {
        Skipped skipped = Skipped.NONE;
        for (long i = 1; i <= 20; i++) {
            skipped = skipped.and(i, i);
        }
        assertThat(skipped.spans()).hasSize(16);
        assertThat(skipped.contains(20)).isTrue();
        assertThat(skipped.contains(4)).isFalse();
    }

    @Test
    void itComesBackFromItsText() {
        Skipped skipped = Skipped.NONE.and(6, 50).and(52, 60);
        assertThat(Skipped.of(skipped.text())).isEqualTo(skipped);
        assertThatThrownBy(() -> Skipped.of("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Skipped.of("1-x")).isInstanceOf(IllegalArgumentException.class);
    }
}
