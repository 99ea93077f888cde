package io.haredis.operator.simulate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Schedules of many seeds in a row on several threads, and a line now and then that tells how far they are. */
final class Simulation {
    private static final long TELL_EVERY_SECONDS = 10;

    private final long first;
    private final long number;
    private final LongFunction<Profile> profiles;
    private final boolean untilOneBreaks;
    private final AtomicLong next;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Tally tally = new Tally();
    private final long began = System.nanoTime();

    private Simulation(long first, long number, LongFunction<Profile> profiles, boolean untilOneBreaks) {
        this.first = first;
        this.number = number;
        this.profiles = profiles;
        this.untilOneBreaks = untilOneBreaks;
        this.next = new AtomicLong(first);
    }

    /** All of so many seeds. */
    static Simulation ofAll(long first, long number, LongFunction<Profile> profiles) {
        return new Simulation(first, number, profiles, false);
    }

    /** The seeds up to the first that breaks a promise, whichever thread is ahead. */
    static Simulation untilOneBreaks(long first, long most, LongFunction<Profile> profiles) {
        return new Simulation(first, most, profiles, true);
    }

    /** Runs them; returns when they are over. */
    Tally run(int threads) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().daemon().name("simulate-" + i).start(() -> {
                try {
                    work();
                } catch (RuntimeException | Error e) {
                    failed.set(true);
                    throw e;
                } finally {
                    running.countDown();
                }
            });
        }
        while (!running.await(TELL_EVERY_SECONDS, TimeUnit.SECONDS)) {
            System.out.println(tally.progress(number, seconds()));
        }
        if (failed.get()) {
            throw new IllegalStateException("a thread of the simulator failed, see above");
        }
        return tally;
    }

    private void work() {
        for (long seed = next.getAndIncrement();
                seed < first + number && !(untilOneBreaks && tally.hasBrokenBefore(seed));
                seed = next.getAndIncrement()) {
            tally.add(Schedule.run(seed, profiles.apply(seed), false));
        }
    }

    /** What is known by now, finished or not. */
    Tally tally() {
        return tally;
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }
}
