package io.haredis.client.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A place in a stream of messages. */
class BarrierTest {
    @Test
    void tellsWhenALinkHasComeThere() {
        Barrier barrier = Barrier.passing("7");
        assertThat(barrier.isMarkedBy("8")).isFalse();
        assertThat(barrier.isMarkedBy("7")).isTrue();
        assertThat(barrier.await(0)).isFalse();
        assertThat(barrier.reach()).isTrue();
        assertThat(barrier.await(0)).isTrue();
    }

    @Test
    void holdsALinkUntilItIsDecided() throws Exception {
        for (boolean goesOn : new boolean[] {true, false}) {
            Barrier barrier = Barrier.holding("7");
            CompletableFuture<Boolean> link = CompletableFuture.supplyAsync(barrier::reach);
            assertThat(barrier.await(TimeUnit.SECONDS.toNanos(10))).isTrue();
            assertThat(link).isNotDone();
            barrier.decide(goesOn);
            assertThat(link.get(10, TimeUnit.SECONDS)).isEqualTo(goesOn);
        }
    }
}
