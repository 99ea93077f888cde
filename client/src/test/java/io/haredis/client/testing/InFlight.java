package io.haredis.client.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A call on a thread of its own, which can be caught between its send and its reply. */
public final class InFlight<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private InFlight(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "in-flight");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts the call and returns once it waits for its reply. */
    public static <T> InFlight<T> sent(Callable<T> call) {
        InFlight<T> flight = new InFlight<>(call);
        flight.awaitSent(() -> false);
        return flight;
    }

    /** Returns once it waits for its reply, or this is true: false then. */
    public boolean awaitSent(BooleanSupplier unless) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> isSent() || unless.getAsBoolean());
        return isSent();
    }

    private boolean isSent() {
        return isIn("readProtocolWithCheckingBroken") && !isIn("initializeFromClientConfig") && !isIn("takeIdle");
    }

    /** Starts the call and returns once it hands bytes to the network. */
    public static <T> InFlight<T> writing(Callable<T> call) {
        InFlight<T> flight = new InFlight<>(call);
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> flight.isIn("implWrite"));
        return flight;
    }

    /** Starts the call. */
    public static <T> InFlight<T> of(Callable<T> call) {
        return new InFlight<>(call);
    }

    private boolean isIn(String method) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    /** Interrupts the thread that makes it. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Its result, or its exception. */
    public T get() throws ExecutionException, InterruptedException, TimeoutException {
        return task.get(20, TimeUnit.SECONDS);
    }
}
