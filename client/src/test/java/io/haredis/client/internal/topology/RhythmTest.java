package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private final Rhythm rhythm = new Rhythm(Duration.ofSeconds(2));

    @Test
    void isQuickAtFirstAndTheLongerTheSlower() {
        long first = rhythm.unsettled(3, 0, 0);
        long later = first;
        for (int i = 0; i < 200; i++) {
            long next = rhythm.unsettled(3, 0, 0);
            assertThat(next).isGreaterThanOrEqualTo(later);
            later = next;
        }
        assertThat(first).isBetween(millis(4), millis(5));
        assertThat(later).isEqualTo(millis(100));
        rhythm.doubt();
        assertThat(rhythm.unsettled(3, 0, 0)).isEqualTo(first);
    }

    @Test
    void asksTheMoreSeldomTheLaterANodeAnswers() {
        assertThat(rhythm.unsettled(3, 0, millis(6))).isEqualTo(millis(48));
        assertThat(rhythm.unsettled(3, 0, millis(700))).isEqualTo(millis(100));
        assertThat(rhythm.settled(1, millis(6))).isEqualTo(millis(48));
    }

    @Test
    void asksSeldomWhoIsGone() {
        assertThat(rhythm.unsettled(3, 2, 0)).isGreaterThanOrEqualTo(millis(16));
    }

    @Test
    void asksByTheIntervalWhileAllIsWellAndMoreOftenWhoIsAboutToBe() {
        assertThat(rhythm.settled(0, millis(50))).isEqualTo(millis(2000));
        assertThat(rhythm.settled(1, 0)).isEqualTo(millis(8));
        assertThat(rhythm.settled(5, 0)).isEqualTo(millis(128));
        assertThat(rhythm.settled(1_000_000, 0)).isEqualTo(millis(2000));
    }

    private static long millis(long n) {
        return Duration.ofMillis(n).toNanos();
    }
}
