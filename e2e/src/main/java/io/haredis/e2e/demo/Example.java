package io.haredis.e2e.demo;

import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The example application as a process of its own, from its source and this process' classes. It needs the addresses that the
 * nodes tell each other, so it runs only where pods are reached directly.
 */
final class Example implements AutoCloseable {
    private static final String AT_WORK = "example: writes,";

    private final @Nullable Process process;
    private final Thread output;
    private final CompletableFuture<Void> atWork = new CompletableFuture<>();

    private Example(@Nullable Process process) {
        this.process = process;
        if (process == null) {
            atWork.complete(null);
        }
        output = Thread.ofVirtual().name("example-output").start(this::passOn);
    }

    private void passOn() {
        if (process != null) {
            process.inputReader().lines().forEach(this::heard);
        }
    }

    private void heard(String line) {
        System.out.println(line);
        if (line.startsWith(AT_WORK)) {
            atWork.complete(null);
        }
    }

    /** Waits for its first write. */
    void awaitAtWork(Duration atMost) throws InterruptedException, ExecutionException, TimeoutException {
        atWork.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Example start(Path source, Reach reach, RedisCluster cluster) throws IOException {
        if (reach != Reach.LOCAL) {
            return new Example(null);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString()));
        cluster.pods().stream().map(Endpoint::address).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        String password = cluster.password();
        if (password != null) {
            builder.environment().put("REDIS_PASSWORD", password);
        }
        return new Example(builder.start());
    }

    /** Lets it tell what it saw. */
    void end(Duration atMost) throws IOException, InterruptedException {
        if (process != null) {
            process.getOutputStream().close();
            process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
            output.join(atMost);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
