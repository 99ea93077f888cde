package io.haredis.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeatTest {
    @Test
    void isReadAsItWasWritten() {
        Beat beat = new Beat(7, 123_456_789_012L);
        assertThat(beat.text()).isEqualTo("7:123456789012");
        assertThat(Beat.parse(beat.text())).contains(beat);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "7", "7:", ":7", "a:b", "7:8:9", "7 :8", "99999999999999999999:1", "7:1.5"})
    void whatAnApplicationWroteThereIsUnknown(String text) {
        assertThat(Beat.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0} is below {1}")
    @CsvSource({"1:5, 1:6", "1:9, 1:10", "1:900, 2:1", "9:1, 10:0"})
    void theEpochCountsFirstAndBothAreNumbers(String lower, String higher) {
        Beat low = Beat.parse(lower).orElseThrow();
        Beat high = Beat.parse(higher).orElseThrow();
        assertThat(low).isLessThan(high);
        assertThat(high).isGreaterThan(low);
        assertThat(low).isEqualByComparingTo(new Beat(low.epoch(), low.offset()));
    }
}
