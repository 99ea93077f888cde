package io.haredis.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FirstReadTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofHours(1);

    private final CompletableFuture<Void> one = new CompletableFuture<>();
    private final CompletableFuture<Void> other = new CompletableFuture<>();

    @Test
    void isOverAsSoonAsAllAreRead() {
        CompletableFuture<Void> read = FirstRead.of(Map.of("one", one, "other", other), LONG);
        one.complete(null);
        assertThat(read).isNotDone();
        other.complete(null);
        assertThat(read).isCompleted();
    }

    @Test
    void oneThatCannotBeReadIsNotWaitedFor() {
        CompletableFuture<Void> read = FirstRead.of(Map.of("one", one, "other", other), SHORT);
        one.complete(null);
        await().until(read::isDone);
        assertThat(read).isCompleted();
        assertThat(other).isNotDone();
    }

    @Test
    void whileNothingCanBeReadItGoesOnWaiting() {
        CompletableFuture<Void> read = FirstRead.of(Map.of("one", one, "other", other), SHORT);
        await().during(Duration.ofSeconds(1)).until(() -> !read.isDone());
        other.complete(null);
        assertThat(read).isCompleted();
    }
}
