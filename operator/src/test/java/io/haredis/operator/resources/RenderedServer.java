package io.haredis.operator.resources;

import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A real server that starts from the rendered files, of which only folder and port are others than in a pod. */
final class RenderedServer implements AutoCloseable {
    static final Passwords PASSWORDS = new Passwords("operator-secret", "replication-secret");
    static final String APPLICATION = "it's \"secret\" #1";

    private final Process process;
    private final int port;
    private final Path log;

    private RenderedServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Commands that become a server: the host's, and what {@code e2e/servers} has fetched. */
    static List<List<String>> commands() throws IOException {
        List<List<String>> commands = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/redis-server"))) {
            commands.add(List.of("/usr/bin/redis-server"));
        }
        Path cache = Optional.ofNullable(System.getenv("HAREDIS_SERVERS"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "haredis-servers"));
        for (String name : List.of("redis-7.0", "redis-8.0", "valkey-8.1", "valkey-9.1")) {
            if (Files.isDirectory(cache.resolve(name))) {
                commands.add(List.of("../e2e/servers/servers", "run", name));
            }
        }
        return commands;
    }

    static RenderedServer start(List<String> command, HaRedisClusterSpec spec, Path folder) throws IOException {
        Optional<String> application = spec.auth().enabled() ? Optional.of(APPLICATION) : Optional.empty();
        Files.createDirectories(folder);
        Path config = folder.resolve(ServerConfig.FILE);
        Files.writeString(
                config,
                ServerConfig.text(spec)
                        .replace(ServerConfig.FOLDER, folder.toString())
                        .replace("dir /data", "dir " + folder));
        Files.writeString(folder.resolve(Users.FILE), Users.text(PASSWORDS, application));
        int port = freePort();
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(config.toString(), "--replica-announce-ip", "127.0.0.1"));
        words.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RenderedServer server = new RenderedServer(process, port, log);
        server.awaitAnswer();
        return server;
    }

    int port() {
        return port;
    }

    Jedis operator() {
        return connect(Users.OPERATOR, PASSWORDS.operator());
    }

    Jedis connect(@Nullable String user, @Nullable String password) {
        return new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder()
                        .user(user)
                        .password(password)
                        .protocol(RedisProtocol.RESP2)
                        .build());
    }

    private void awaitAnswer() throws IOException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> answers() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException("the server did not start: " + Files.readString(log));
        }
    }

    private boolean answers() {
        try (Jedis operator = operator()) {
            return operator.ping().equals("PONG");
        } catch (JedisConnectionException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
