package io.haredis.client.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Commands a second through each client, on a server of its own, by JMH's own threads. */
public class CommandBenchmark {
    @Benchmark
    public Object read(Load load) {
        return load.read();
    }

    @Benchmark
    public Object write(Load load) {
        return load.write();
    }

    @Benchmark
    @OperationsPerInvocation(Load.BATCH)
    public Object pipeline(Load load) {
        return load.pipeline();
    }
}
