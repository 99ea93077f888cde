package io.haredis.operator.observe;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the loop: something happened. News that come while nobody waits are not lost. Thread-safe. */
public final class News {
    private final Semaphore news = new Semaphore(0);

    /** Something happened. */
    public void tell() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /** Waits for news, at most so long. */
    public void await(Duration atMost) throws InterruptedException {
        if (news.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            news.drainPermits();
        }
    }
}
