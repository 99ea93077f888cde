package io.haredis.client.testing;

import io.haredis.client.Message;
import io.haredis.client.MessageListener;
import io.haredis.client.SubscriptionMove;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Keeps what a subscription brings, and when it moved. */
public final class Recorder implements MessageListener {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<Move> moves = new CopyOnWriteArrayList<>();
    private volatile @Nullable RuntimeException end;

    /** A move, and its {@code System.nanoTime()}. */
    public record Move(SubscriptionMove move, long at) {}

    @Override
    public void onMessage(Message message) {
        texts.add(message.text());
    }

    @Override
    public void onMoved(SubscriptionMove move) {
        moves.add(new Move(move, System.nanoTime()));
    }

    @Override
    public void onClosed(RuntimeException reason) {
        end = reason;
    }

    /** What came, in order. */
    public List<String> texts() {
        return texts;
    }

    /** How it moved, in order. */
    public List<Move> moves() {
        return moves;
    }

    /** Why it ended, null if it did not. */
    public @Nullable RuntimeException end() {
        return end;
    }

    /** Waits for so many messages. */
    public Recorder awaitTexts(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> texts.size() >= count);
        return this;
    }

    /** Waits for a move that is meant, after so many others, and returns it. */
    public Move awaitMove(int after, Predicate<SubscriptionMove> meant) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(
                        () -> moves.stream()
                                .skip(after)
                                .filter(m -> meant.test(m.move()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
