package io.haredis.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs commands of the host and the scripts of {@code e2e}, which the variable HAREDIS_CLUSTER_SCRIPT leads to. */
public final class Shell {
    private static final Path CLUSTER =
            Path.of(System.getenv().getOrDefault("HAREDIS_CLUSTER_SCRIPT", "e2e/cluster/cluster"));
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private Shell() {}

    /** What the command printed; throws if it fails or takes more than half a minute. */
    public static String run(String... command) {
        return run(AT_MOST, command);
    }

    /** What the command printed; throws if it fails or takes longer. */
    public static String run(Duration atMost, String... command) {
        try {
            Path errors = Files.createTempFile("haredis", ".stderr");
            try {
                return run(atMost, errors, command);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String run(Duration atMost, Path errors, String... command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end");
        }
        if (process.exitValue() != 0) {
            String told = Files.readString(errors).strip();
            throw new IOException(String.join(" ", command) + " failed: " + output + "\n" + told);
        }
        return output;
    }

    /** Of {@code e2e/cluster/cluster}. */
    public static String cluster(String... arguments) {
        return script(CLUSTER, arguments);
    }

    /** Of {@code e2e/bin/images}. */
    public static String images(String... arguments) {
        return script(Shell.bin("images"), arguments);
    }

    /** A script of {@code e2e/bin}. */
    public static Path bin(String name) {
        return CLUSTER.resolve("../../bin").resolve(name).normalize();
    }

    private static String script(Path script, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = script.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(command);
    }
}
