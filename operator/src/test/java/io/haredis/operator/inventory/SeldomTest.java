package io.haredis.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeldomTest {
    private Instant now = Instant.EPOCH;
    private final Seldom seldom = new Seldom(() -> now);

    @Test
    void saysTheSameAgainOnlyAfterTenMinutes() {
        assertThat(seldom.isDue("a", "forbidden")).isTrue();
        now = now.plus(Duration.ofMinutes(9));
        assertThat(seldom.isDue("a", "forbidden")).isFalse();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(seldom.isDue("a", "forbidden")).isTrue();
    }

    @Test
    void saysAtOnceWhatIsNew() {
        assertThat(seldom.isDue("a", "forbidden")).isTrue();
        assertThat(seldom.isDue("b", "forbidden")).isTrue();
        assertThat(seldom.isDue("a", "time-out")).isTrue();
    }
}
