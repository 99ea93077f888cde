package io.haredis.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final long SHOT = ms(10);

    @Test
    void aPauseOfTheMachineIsNotTheChangesButCountsForNobody() {
        Gaps gaps = of(new Span(ms(22), ms(24)), 9, 12, 20, 26, 28, 58);
        assertThat(gaps.change()).isEqualTo(6.0);
        assertThat(gaps.nobody()).isEqualTo(30.0);
    }

    @Test
    void theLongestGapFromTheFirstDoubtToTheChangeCounts() {
        assertThat(of(new Span(ms(22), ms(30)), 9, 20, 23, 24, 35, 36, 58).change())
                .isEqualTo(11.0);
    }

    @Test
    void whatHadNothingBeforeItBeganAtTheShot() {
        assertThat(of(new Span(ms(11), ms(12)), 15).change()).isEqualTo(5.0);
    }

    @Test
    void withoutAChangeThereIsNoGapOfIt() {
        assertThat(Gaps.of(List.of(page(12, 14)), SHOT, SHOT, Optional.empty()).change())
                .isNull();
    }

    private static Gaps of(Span change, long... acknowledged) {
        return Gaps.of(List.of(page(acknowledged)), SHOT, SHOT, Optional.of(change));
    }

    private static Page page(long... acknowledged) {
        Page page = new Page("counter", true);
        for (long milliseconds : acknowledged) {
            page.acknowledged(new Ack(ms(milliseconds), ms(milliseconds)));
        }
        return page;
    }

    private static long ms(long milliseconds) {
        return milliseconds * 1_000_000;
    }
}
