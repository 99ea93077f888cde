package io.haredis.e2e.bench;

import io.haredis.client.HaUnknownOutcomeException;
import io.haredis.e2e.Poll;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Writers through Jedis, or through what extends it. Owns the client and a thread a writer. */
final class JedisWriters implements Writers {
    private final UnifiedJedis client;
    private final List<Thread> threads;
    private volatile Round round;
    private volatile boolean running = true;

    private static final class Round {
        private final List<Page> pages;
        /** Counted down by each thread as it comes. */
        private final CountDownLatch begun = new CountDownLatch(THREADS);

        Round(String name, boolean isRecorded) {
            pages = IntStream.range(0, THREADS)
                    .mapToObj(thread -> new Page(name + ":" + thread, isRecorded))
                    .toList();
        }
    }

    JedisWriters(UnifiedJedis client, String name) {
        this.client = client;
        this.round = new Round(name, false);
        this.threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> Thread.ofPlatform()
                        .name("bench-writer-" + thread)
                        .daemon()
                        .start(() -> write(thread)))
                .toList();
    }

    private void write(int thread) {
        Round mine = null;
        while (running) {
            Round now = round;
            if (now != mine) {
                now.begun.countDown();
                mine = now;
            }
            write(now.pages.get(thread));
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private void write(Page page) {
        long sent = System.nanoTime();
        try {
            client.incr(page.key());
            page.acknowledged(new Ack(sent, System.nanoTime()));
        } catch (HaUnknownOutcomeException unknown) {
            page.counted(0, 1);
        } catch (JedisException failed) {
            page.failed(failed.getClass().getSimpleName() + ": " + Words.first(failed.getMessage()), 1);
        }
    }

    @Override
    public List<Page> begin(String name, boolean isRecorded) {
        Round before = round;
        Round next = new Round(name, isRecorded);
        round = next;
        try {
            if (!next.begun.await(2 * LONGEST_CALL.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a call does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return before.pages;
    }

    @Override
    public boolean areServedSince(long nanos) {
        return round.pages.stream().allMatch(page -> page.lastSent() >= nanos);
    }

    @Override
    public void close() {
        running = false;
        Poll.until(LONGEST_CALL, () -> threads.stream().noneMatch(Thread::isAlive));
        client.close();
    }
}
