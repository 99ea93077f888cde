package io.haredis.client.benchmarks;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * The same by a thousand virtual threads, from the first one's start to the last one's end. JMH times its own virtual threads one
 * by one, and does not count how long each waits for a processor before it begins: the sum is more than the server can do.
 */
public class VirtualThreadsBenchmark {
    static final int THREADS = 1000;

    private static final int EACH = 20;

    @Benchmark
    @OperationsPerInvocation(THREADS * EACH)
    public Object read(Load load) throws InterruptedException, ExecutionException {
        return inAllThreads(load::read);
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * EACH)
    public Object write(Load load) throws InterruptedException, ExecutionException {
        return inAllThreads(load::write);
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * EACH * Load.BATCH)
    public Object pipeline(Load load) throws InterruptedException, ExecutionException {
        return inAllThreads(load::pipeline);
    }

    /** A single command that fails fails the measurement. */
    private static Object inAllThreads(Callable<Object> command) throws InterruptedException, ExecutionException {
        Callable<Object> some = () -> {
            Object last = null;
            for (int i = 0; i < EACH; i++) {
                last = command.call();
            }
            return last;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Object last = null;
            for (Future<Object> each : threads.invokeAll(Collections.nCopies(THREADS, some))) {
                last = each.get();
            }
            return last;
        }
    }
}
