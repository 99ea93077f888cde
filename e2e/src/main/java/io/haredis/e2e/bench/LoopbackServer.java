package io.haredis.e2e.bench;

import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Poll;
import io.haredis.e2e.Shell;
import io.haredis.protocol.ServerInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A Redis server or Sentinel as a process on loopback, of the binaries that the images are made of. */
final class LoopbackServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Path folder;
    private final String server;
    private final Endpoint endpoint;
    private Process process;

    private LoopbackServer(Path folder, String server, int port, List<String> arguments) {
        this.folder = folder;
        this.server = server;
        this.endpoint = new Endpoint(folder.getFileName().toString(), HOST, port);
        this.process = run(arguments);
    }

    /** Without a master of its own. {@code server} is one of {@code e2e/servers}, such as {@code redis-8.0}. */
    static LoopbackServer redis(Path folder, String server) {
        return new LoopbackServer(clean(folder), server, freePort(), List.of());
    }

    /** With this configuration, in which the port is put. */
    static LoopbackServer sentinel(Path folder, String server, String configuration) {
        try {
            Path file = clean(folder).resolve("sentinel.conf");
            Files.writeString(file, configuration);
            return new LoopbackServer(folder, server, freePort(), List.of(file.toString(), "--sentinel"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Again, after it was killed, with the arguments of a replica. */
    void restartBehind(Endpoint master) {
        process = run(List.of("--replicaof", master.host() + " " + master.port()));
    }

    void follow(Endpoint master) {
        ask(jedis -> jedis.replicaof(master.host(), master.port()));
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Of {@code INFO replication}; empty if it does not answer. */
    ServerInfo replication() {
        try {
            return ServerInfo.of(ask(jedis -> jedis.info("replication")));
        } catch (JedisException unreachable) {
            return new ServerInfo(Map.of());
        }
    }

    <T> T ask(Function<Jedis, T> question) {
        try (Jedis jedis = Counters.connect(endpoint, null)) {
            return question.apply(jedis);
        }
    }

    private Process run(List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Shell.bin("../servers/servers").normalize().toString(), "run", server));
        command.addAll(arguments);
        boolean isSentinel = arguments.contains("--sentinel");
        command.addAll(
                List.of("--port", Integer.toString(endpoint.port()), "--bind", HOST, "--dir", folder.toString()));
        if (!isSentinel) {
            // As under the operator: no waiting before a full sync, a ping a second.
            command.addAll(List.of("--save", "", "--appendonly", "no"));
            command.addAll(List.of("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1"));
        }
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
            Poll.require(folder + " answers", AT_MOST, this::answers);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try {
            return "PONG".equals(ask(Jedis::ping));
        } catch (JedisException notYet) {
            return false;
        }
    }

    private static Path clean(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve("log"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
