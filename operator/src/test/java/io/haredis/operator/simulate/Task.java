package io.haredis.operator.simulate;

import io.haredis.operator.testing.OperatorCrash;
import java.util.function.LongSupplier;

/** A program in the world: an operator's loop, or a client. It may be held back and killed wherever it waits. */
final class Task {
    /** What a task does; it ends when this returns. */
    interface Body {
        void run() throws InterruptedException;
    }

    private final World world;
    private final LongSupplier heldUntil;
    private final Coroutine coroutine;
    private long wait;
    private long held = -1;
    private boolean killed;

    /**
     * Starts it.
     *
     * @param heldUntil before this moment it does not go on
     */
    Task(World world, LongSupplier heldUntil, Body body) {
        this.world = world;
        this.heldUntil = heldUntil;
        this.coroutine = new Coroutine(() -> run(body));
        world.after(0, () -> wake(0));
    }

    private static void run(Body body) {
        try {
            body.run();
        } catch (OperatorCrash | InterruptedException e) {
            // It ends here.
        }
    }

    /** It is held no more: goes on if that was what it waited for. */
    void release() {
        world.after(0, () -> wake(held));
    }

    /** It ends at the place where it waits. */
    void kill() {
        killed = true;
    }

    /** Waits so long. */
    void sleep(long time) {
        long expected = ++wait;
        world.after(time, () -> wake(expected));
        suspend();
    }

    /** Waits until {@link #wake} with this number, which {@link #nextWait} told. */
    void suspend() {
        Coroutine.pause();
        if (killed) {
            throw new OperatorCrash();
        }
    }

    long nextWait() {
        return ++wait;
    }

    /** Goes on, if it still waits for this; when it is held, only after that. */
    void wake(long expected) {
        if (expected != wait || coroutine.isDone()) {
            return;
        }
        long until = heldUntil.getAsLong();
        if (until > world.now() && !killed) {
            held = expected;
            world.at(until, () -> wake(expected));
            return;
        }
        world.running(this);
        coroutine.resume();
    }
}
