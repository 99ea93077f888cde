package io.haredis.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.e2e.Accepted;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakeoverTest {
    private static final String OLD = "c-0";
    private static final String NEW = "c-1";
    private static final long SHOT = 10_000_000;

    @Test
    void theGapIsFromTheOldMastersLastReplyToTheNewOnesFirst() {
        Takeover takeover = Takeover.of(
                List.of(
                        write(OLD, 1, 2),
                        write(OLD, 3, 6),
                        write(OLD, 7, 8),
                        write(OLD, 11, 12),
                        write(NEW, 13, 27),
                        write(OLD, 13, 14),
                        write(NEW, 28, 29),
                        write(NEW, 31, 49)),
                OLD,
                SHOT);
        assertThat(takeover).isEqualTo(new Takeover(NEW, 13.0, 20.0, 4.0, 0, 0, 0));
    }

    @Test
    void aRefusalAfterTheNewOnesFirstReplyCounts() {
        Accepted again = new Accepted(3, NEW, 2, 17_000_000, 18_000_000);
        assertThat(Takeover.of(List.of(write(OLD, 11, 12), write(NEW, 13, 14), again), OLD, SHOT)
                        .refusedAgain())
                .isEqualTo(1);
    }

    @Test
    void aReplyOfTheOldMasterAfterTheNewOnesFirstCounts() {
        Takeover takeover = Takeover.of(
                List.of(write(OLD, 11, 12), write(NEW, 14, 15), write(OLD, 13, 16), write(OLD, 17, 18)), OLD, SHOT);
        assertThat(takeover.oldAfterNew()).isEqualTo(2);
        assertThat(takeover.oldSentAfterNew()).isEqualTo(1);
    }

    @Test
    void withoutANewMasterThereIsNoResult() {
        assertThat(Takeover.of(List.of(write(OLD, 11, 12)), OLD, SHOT)).isEqualTo(Takeover.NONE);
    }

    private static Accepted write(String by, long sentMillis, long replyMillis) {
        return new Accepted(1, by, 1, sentMillis * 1_000_000, replyMillis * 1_000_000);
    }
}
