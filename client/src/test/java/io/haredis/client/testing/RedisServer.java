package io.haredis.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;

/** A real redis-server process on a loopback address of its own, port 6379, configured as the operator does it. */
public final class RedisServer implements AutoCloseable {
    /** Password of all users. */
    public static final String PASSWORD = "secret";

    private final String host;
    private final Path folder;
    private final List<String> extra;
    private @Nullable Process process;

    private final ServerVersion version;

    private RedisServer(ServerVersion version, String host, Path folder, List<String> extra) {
        this.version = version;
        this.host = host;
        this.folder = folder;
        this.extra = extra;
    }

    /** Starts a node at {@code 127.0.NETWORK.NUMBER}. */
    static RedisServer start(ServerVersion version, int network, int number, Path base, String... extra) {
        try {
            Path folder = Files.createDirectories(base.resolve("n" + network + "-" + number));
            RedisServer server = new RedisServer(version, "127.0." + network + "." + number, folder, List.of(extra));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the process, as the kubelet does after its end; what is on disk is loaded. */
    public void start() throws IOException {
        Path config = folder.resolve("redis.conf");
        List<String> lines = new ArrayList<>(List.of(
                "bind " + host,
                "port 6379",
                "dir " + folder,
                "replicaof 127.0.0.1 1",
                "bind-source-addr " + host,
                "replica-announce-ip " + host,
                "protected-mode no",
                "repl-diskless-sync yes",
                "repl-diskless-sync-delay 0",
                "repl-diskless-load disabled",
                "repl-ping-replica-period 1",
                "busy-reply-threshold 500",
                "min-replicas-to-write 1",
                "min-replicas-max-lag 2",
                "enable-protected-configs yes",
                "save \"\"",
                "user default on >" + PASSWORD
                        + " ~* &* +@all -@admin +role +config|get +client|list +client|unblock +slowlog|get "
                        + "+slowlog|len +latency|latest +latency|history +lastsave",
                "user operator on >" + PASSWORD
                        + " ~haredis:* &haredis:* +get +set +del +incrby +eval +select +watch +unwatch +multi +exec "
                        + "+discard +hello +auth +ping +publish +subscribe +unsubscribe +info +role +wait +replicaof "
                        + "+config|get +config|set +client|setname +client|kill +client|pause +client|unpause "
                        + "+client|list +bgsave",
                "user replication on >" + PASSWORD + " +ping +psync +replconf",
                "user meddler on >" + PASSWORD + " ~* &* +@all",
                "masteruser replication",
                "masterauth " + PASSWORD));
        lines.addAll(extra);
        Files.write(config, lines);
        List<String> command = new ArrayList<>(version.command());
        command.add(config.toString());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> !info("run_id").isEmpty());
    }

    /** A connection as the given user, in a database. */
    public Jedis as(String user, int database) {
        return new Jedis(
                address(),
                DefaultJedisClientConfig.builder()
                        .user(user)
                        .password(PASSWORD)
                        .database(database)
                        .protocol(RedisProtocol.RESP2)
                        .socketTimeoutMillis(5000)
                        .build());
    }

    /** A connection as one who may do anything, in the application's database. */
    public Jedis meddler() {
        return as("meddler", 0);
    }

    /** One line of INFO. */
    public String info(String key) {
        try (Jedis jedis = meddler()) {
            return info(jedis, key);
        }
    }

    private static String info(Jedis jedis, String key) {
        return jedis.info("everything")
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    /** How many connections it has taken so far, the one that asks included. */
    public long connections() {
        return Long.parseLong(info("total_connections_received"));
    }

    /** The same, asked over a connection that is open already: only others' count from one question to the next. */
    public static long connections(Jedis open) {
        return Long.parseLong(info(open, "total_connections_received"));
    }

    /** True if it answers as a master. */
    public boolean isMaster() {
        try {
            return info("role").equals("master");
        } catch (JedisException e) {
            return false;
        }
    }

    /** True if its process has been started and not killed; it may be frozen. */
    public boolean isUp() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** STOP, CONT and the like; returns when it is sent. */
    public void signal(String signal) {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(running.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its IP address. */
    public String host() {
        return host;
    }

    /** Host and port. */
    public HostAndPort address() {
        return new HostAndPort(host, 6379);
    }

    @Override
    public void close() {
        signal("CONT");
        kill();
    }
}
