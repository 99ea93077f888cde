package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example application, compiled and run as its first lines say, through a failover. */
@Timeout(120)
class ExampleIT {
    @TempDir
    Path folder;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Test
    void tellsWhatItSaw() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            Process example = start(cluster.server(0).host());
            Thread reader = new Thread(() -> read(example));
            reader.start();
            try {
                awaitSaid("master is " + cluster.server(0).host());
                awaitWrites(cluster, 100);
                cluster.master().kill();
                cluster.elect();
                awaitSaid("it was " + cluster.server(0).host());
                awaitWrites(cluster, counter(cluster.master()) + 100);
                example.getOutputStream().close();
                assertThat(example.waitFor()).isZero();
                reader.join();
                assertThat(said).anySatisfy(line -> assertThat(line).contains("writes done", ", 0 failed;"));
                assertThat(said).anySatisfy(line -> assertThat(line).contains("longest pause"));
            } finally {
                example.destroyForcibly();
            }
        }
    }

    private void awaitWrites(TestCluster cluster, long more) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(counter(cluster.master()))
                        .as(() -> String.join("\n", List.copyOf(said)))
                        .isGreaterThan(more));
    }

    private static long counter(RedisServer server) {
        try (var jedis = server.meddler()) {
            String value = jedis.get("example:writes");
            return value == null ? 0 : Long.parseLong(value);
        }
    }

    private static Process start(String node) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "../deploy/examples/FailoverExample.java",
                node);
        builder.environment().put("REDIS_PASSWORD", RedisServer.PASSWORD);
        return builder.redirectErrorStream(true).start();
    }

    private void read(Process example) {
        try (BufferedReader lines = example.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(said::add);
        } catch (java.io.IOException e) {
            said.add(e.toString());
        }
    }

    private void awaitSaid(String words) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(List.copyOf(said)).anyMatch(line -> line.contains(words)));
    }
}
