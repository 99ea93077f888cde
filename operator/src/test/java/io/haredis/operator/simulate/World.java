package io.haredis.operator.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Virtual time, and who goes on next. One seed is one order of all that happens. Times are in nanoseconds. */
final class World {
    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private record Event(long time, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final boolean telling;
    private final List<String> story = new ArrayList<>();
    private final SplittableRandom random;
    private long now = SECOND; // so that "never" is not "just now"
    private long number;
    private @Nullable Task running;
    private boolean stopped;

    World(long seed, boolean telling) {
        this.random = new SplittableRandom(seed);
        this.telling = telling;
    }

    long now() {
        return now;
    }

    void after(long delay, Runnable what) {
        at(now + Math.max(0, delay), what);
    }

    /** Once that holds, looked at so often. */
    void when(BooleanSupplier holds, long every, Runnable what) {
        if (holds.getAsBoolean()) {
            what.run();
        } else {
            after(every, () -> when(holds, every, what));
        }
    }

    void at(long time, Runnable what) {
        events.add(new Event(Math.max(now, time), number++, what));
    }

    /** Runs all that happens until then. */
    void run(long until) {
        while (!stopped && !events.isEmpty() && events.peek().time() <= until) {
            Event next = events.poll();
            now = next.time();
            next.what().run();
        }
        now = Math.max(now, until);
    }

    /** Nothing happens any more. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** The task that runs now, or ran last. */
    Task running() {
        return Objects.requireNonNull(running);
    }

    void running(Task task) {
        running = task;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    <T> T oneOf(List<T> all) {
        return all.get(below(all.size()));
    }

    /** A length of time of any magnitude in between. */
    long anyOf(long least, long most) {
        double lower = Math.log((double) least);
        return (long) Math.exp(lower + random.nextDouble() * (Math.log((double) most) - lower));
    }

    /** One line of the story; made only where somebody reads it. */
    void tell(String actor, Supplier<String> what) {
        if (telling) {
            story.add(String.format("%9.3f  %-9s %s", (now - SECOND) / 1e6, actor, what.get()));
        }
    }

    boolean isTelling() {
        return telling;
    }

    List<String> story() {
        return story;
    }
}
