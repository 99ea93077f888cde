package io.haredis.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.e2e.history.Look.Role;
import io.haredis.e2e.history.Span.Change;
import io.haredis.e2e.history.Write.Grade;
import org.junit.jupiter.api.Test;

class TimingsTest {
    private static final double MILLISECOND = 1e6;

    @Test
    void takesTheTimesOfAFailover() {
        History history = Forged.sound()
                .look("c-2", "m3", 900, Role.REPLICA, 1, 1)
                .look("c-0", "reborn", 1040, Role.FENCED, 1, 1)
                .look("c-2", "m3", 1050, Role.FENCED, 1, 1)
                .history();
        Timing timing = new Timings(history).of(0);
        assertThat(timing.detected()).isEqualTo(55 / MILLISECOND);
        // The first write of epoch 2 is the twelfth.
        assertThat(timing.recovered()).isEqualTo((12 * 50 + 5) / MILLISECOND);
        assertThat(timing.service()).isNull();
        assertThat(timing.gap()).isEqualTo(950 / MILLISECOND);
        assertThat(timing.late()).isZero();
        assertThat(timing.lastLate()).isNull();
        assertThat(timing.lost()).isZero();
    }

    @Test
    void countsWhatADeposedMasterTookAndWhatIsLost() {
        History history = Forged.sound()
                .fault(Change.MUST, true)
                .write(23, Forged.LIST, 1700, Outcome.ACKNOWLEDGED, "m1", 1, 23, Grade.REPLY)
                .history();
        Timing timing = new Timings(history).of(0);
        assertThat(timing.late()).isEqualTo(1);
        assertThat(timing.lastLate()).isEqualTo(100 / MILLISECOND);
        assertThat(timing.lost()).isEqualTo(1);
    }
}
