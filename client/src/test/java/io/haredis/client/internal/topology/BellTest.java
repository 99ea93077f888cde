package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody misses a ring. */
@Timeout(30)
class BellTest {
    private static final long LONG = Duration.ofSeconds(20).toNanos();

    private final Bell bell = new Bell();

    @Test
    void allWhoWaitAreWoken() throws Exception {
        long seen = bell.rings();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            waiting.add(CompletableFuture.runAsync(() -> await(seen), thread -> new Thread(thread).start()));
        }
        bell.ring();
        for (CompletableFuture<Void> one : waiting) {
            one.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoHasSeenLessDoesNotWait() throws InterruptedException {
        long seen = bell.rings();
        bell.ring();
        bell.await(seen, LONG);
        assertThat(bell.rings()).isEqualTo(seen + 1);
    }

    /** Two threads hand each other a turn: one lost ring would end it. */
    @Test
    void noRingIsLost() throws Exception {
        Bell answer = new Bell();
        int turns = 20_000;
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> {
                    for (long i = 0; i < turns; i++) {
                        await(i);
                        answer.ring();
                    }
                },
                thread -> new Thread(thread).start());
        for (long i = 0; i < turns; i++) {
            bell.ring();
            answer.await(i, LONG);
        }
        other.get(10, TimeUnit.SECONDS);
        assertThat(answer.rings()).isEqualTo(turns);
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> bell.await(bell.rings(), LONG)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void itEndsInTime() throws InterruptedException {
        bell.await(bell.rings(), Duration.ofMillis(20).toNanos());
        assertThat(bell.rings()).isZero();
    }

    private void await(long seen) {
        try {
            bell.await(seen, LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
