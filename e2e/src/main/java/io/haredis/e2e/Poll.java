package io.haredis.e2e;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nobody announces. A question that Kubernetes does not answer now is asked again. */
public final class Poll {
    private static final long PACE_NANOS = 100_000_000;

    private Poll() {}

    /** True as soon as the condition holds, false if it does not in that time. */
    public static boolean until(Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
        return true;
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (KubernetesClientException unanswered) {
            return false;
        }
    }

    /** The same, and throws if it does not come in time. */
    public static void require(String what, Duration atMost, BooleanSupplier condition) {
        if (!until(atMost, condition)) {
            throw new IllegalStateException(what + ": not within " + atMost);
        }
    }

    /** Waits so long. */
    public static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
