package io.haredis.e2e.chaos;

import io.haredis.e2e.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A real server on loopback, without a password. */
final class LoopbackServer implements AutoCloseable {
    private static final int PORT = 6379;

    private final Endpoint endpoint;
    private final Process process;

    private LoopbackServer(Endpoint endpoint, Process process) {
        this.endpoint = endpoint;
        this.process = process;
    }

    static LoopbackServer start(Path base, String name, String host) throws IOException {
        Path folder = Files.createDirectories(base.resolve(name));
        List<String> command = new ArrayList<>(List.of(System.getenv()
                .getOrDefault("HAREDIS_SERVER_COMMAND", "redis-server")
                .split(" ")));
        command.addAll(List.of(
                "--bind",
                host,
                "--port",
                Integer.toString(PORT),
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--protected-mode",
                "no",
                "--repl-diskless-sync-delay",
                "0"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        LoopbackServer server = new LoopbackServer(new Endpoint(name, host, PORT), process);
        Awaitility.await(name).until(server::isUp);
        return server;
    }

    private boolean isUp() {
        try {
            return ask("PING").equals(List.of("PONG"));
        } catch (JedisException notYet) {
            return false;
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Replies to commands of words, one after the other. */
    List<Object> ask(String... commands) {
        try (Jedis jedis = Wire.connect(endpoint, null)) {
            return Wire.ask(
                            jedis,
                            Arrays.stream(commands)
                                    .map(command -> List.of(command.split(" ")))
                                    .toList())
                    .stream()
                    .map(reply -> reply instanceof byte[] ? String.valueOf(Wire.text(reply)) : reply)
                    .toList();
        }
    }

    /** As an operator would, but for its cares. */
    void promote(long epoch) {
        ask("REPLICAOF NO ONE", "SELECT 15", "MSET haredis:epoch " + epoch + " haredis:quorum 1");
    }

    void follow(LoopbackServer master) {
        ask("REPLICAOF " + master.endpoint.host() + " " + PORT);
        Awaitility.await(endpoint.name() + " follows")
                .until(() -> String.valueOf(ask("INFO replication")).contains("master_link_status:up"));
    }

    void fence() {
        ask("REPLICAOF 127.0.0.1 1");
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
