package io.haredis.client.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.internal.Counters;
import io.haredis.client.internal.topology.Reign;
import io.haredis.client.internal.topology.Reigns;
import io.haredis.client.testing.SampleReign;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who tries a new master first. */
@Timeout(20)
class PatienceTest {
    private static final long LONG = Duration.ofSeconds(10).toNanos();

    private final Reigns reigns = new Reigns(100, new Counters());
    private final Reign reign = SampleReign.begin();

    private CompletableFuture<Void> waiting(Patience patience) {
        return CompletableFuture.runAsync(() -> patience.awaitTheFirst(LONG));
    }

    @Test
    void theOthersWaitForTheAnswerOfTheFirst() throws Exception {
        Patience first = new Patience(reigns, reign, true);
        first.awaitTheFirst(LONG);
        // It goes on asking, as it does while it is refused.
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> reigns.goAhead(first, LONG));
        CompletableFuture<Void> other = waiting(new Patience(reigns, reign, true));
        first.answered();
        other.get(10, TimeUnit.SECONDS);
        assertThat(reign.serves()).isTrue();
        assertThat(reigns.goAhead(this, LONG)).as("nobody leads any more").isTrue();
        new Patience(reigns, reign, true).awaitTheFirst(LONG);
    }

    @Test
    void whatWritesNothingProvesNothing() {
        Patience first = new Patience(reigns, reign, false);
        first.awaitTheFirst(LONG);
        first.answered();
        assertThat(reign.serves()).isFalse();
    }

    @Test
    void nobodyWaitsForLongForOneThatIsNotAnswered() throws Exception {
        Patience first = new Patience(reigns, reign, true);
        first.awaitTheFirst(LONG);
        assertThat(reigns.goAhead(first, LONG)).isTrue();
        waiting(new Patience(reigns, reign, true)).get(10, TimeUnit.SECONDS);
        assertThat(reign.serves()).isFalse();
    }

    @Test
    void anInterruptedThreadGoesOn() {
        assertThat(reigns.goAhead(this, LONG)).isTrue();
        Thread.currentThread().interrupt();
        new Patience(reigns, reign, true).awaitTheFirst(LONG);
        assertThat(Thread.interrupted()).isTrue();
    }
}
