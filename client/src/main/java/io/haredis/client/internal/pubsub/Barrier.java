package io.haredis.client.internal.pubsub;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.exceptions.JedisException;

/** A place in the stream of messages, marked by a token: tells when a link has come there, and can hold it there. */
final class Barrier {
    /** A link that was forgotten at its barrier goes on. */
    private static final long LONGEST_HOLD_SECONDS = 10;

    private final String token;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CompletableFuture<Boolean> decision = new CompletableFuture<>();

    private Barrier(String token) {
        this.token = token;
    }

    /** Only tells. */
    static Barrier passing(String token) {
        Barrier barrier = new Barrier(token);
        barrier.decide(true);
        return barrier;
    }

    /** Holds until it is decided whether the link goes on. */
    static Barrier holding(String token) {
        return new Barrier(token);
    }

    boolean isMarkedBy(String text) {
        return token.equals(text);
    }

    /** True if the link has come there in time. */
    boolean await(long nanos) {
        try {
            return reached.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The link's thread: it is there. True if it goes on. */
    boolean reach() {
        reached.countDown();
        try {
            return decision.get(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw new JedisException(e);
        }
    }

    void decide(boolean goesOn) {
        decision.complete(goesOn);
    }
}
