package io.haredis.operator.testing;

import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.JedisLinks;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;

/** A real redis-server process on a loopback address of its own, port 6379, configured as the operator does it. */
public final class RedisServer implements AutoCloseable {
    /** Password of all three users in tests. */
    public static final String PASSWORD = "secret";

    private final String name;
    private final String host;
    private final Path folder;
    private final List<String> extra;
    private @Nullable Process process;

    private RedisServer(String name, String host, Path folder, List<String> extra) {
        this.name = name;
        this.host = host;
        this.folder = folder;
        this.extra = extra;
    }

    /** Starts node {@code name} at {@code 127.0.NETWORK.NUMBER}. */
    public static RedisServer start(String name, int network, int number, Path base, String... extra) {
        try {
            Path folder = Files.createDirectories(base.resolve(name));
            RedisServer server = new RedisServer(name, "127.0." + network + "." + number, folder, List.of(extra));
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
                "replica-ignore-maxmemory yes",
                "replica-ignore-disk-write-errors yes",
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
        List<String> command = new ArrayList<>(command());
        command.add(config.toString());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(this::isUp);
    }

    /** {@code redis-server} of the PATH, or the command in HAREDIS_SERVER_COMMAND (words separated by spaces). */
    private static List<String> command() {
        return List.of(System.getenv()
                .getOrDefault("HAREDIS_SERVER_COMMAND", "redis-server")
                .split(" "));
    }

    private boolean isUp() {
        try (Link link = operator()) {
            return "PONG".equals(link.call(List.of(Command.of("PING"))).getFirst());
        } catch (LinkException e) {
            return false;
        }
    }

    /** A connection as the operator's user. */
    public Link operator() throws LinkException {
        return new JedisLinks(() -> PASSWORD, Duration.ofSeconds(2)).open(host, 6379);
    }

    /** A connection as the application's user. */
    public Jedis client() {
        return new Jedis(
                new HostAndPort(host, 6379),
                DefaultJedisClientConfig.builder()
                        .user("default")
                        .password(PASSWORD)
                        .protocol(RedisProtocol.RESP2)
                        .socketTimeoutMillis(2000)
                        .build());
    }

    /** One command as the operator's user, its reply as text. */
    public String ask(Object... words) {
        try (Link link = operator()) {
            Object reply = link.call(List.of(Command.of("SELECT", 15), Command.of(words)))
                    .getLast();
            return String.valueOf(reply);
        } catch (LinkException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One command as a user who may do anything, in database 15: for faults that no user of ours could make. */
    public Object meddle(Object... words) {
        return meddle(List.of(Command.of(words))).getLast();
    }

    /** The same, of several commands. */
    public List<Object> meddle(List<Command> commands) {
        try (Jedis jedis = new Jedis(
                new HostAndPort(host, 6379),
                DefaultJedisClientConfig.builder()
                        .user("meddler")
                        .password(PASSWORD)
                        .database(15)
                        .protocol(RedisProtocol.RESP2)
                        .socketTimeoutMillis(5000)
                        .build())) {
            List<Object> replies = new ArrayList<>();
            for (Command command : commands) {
                replies.add(plain(jedis.sendCommand(
                        () -> command.name().getBytes(StandardCharsets.UTF_8),
                        command.words().subList(1, command.words().size()).toArray(String[]::new))));
            }
            return replies;
        }
    }

    private static Object plain(@Nullable Object reply) {
        return switch (reply) {
            case null -> "nil";
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case List<?> list -> list.stream().map(RedisServer::plain).toList();
            default -> reply;
        };
    }

    /** Writes a key in database 15, whatever the role: as if by replication, or by another operator. */
    public void force(Object... words) {
        String readOnly = setting("replica-read-only");
        String minReplicas = setting("min-replicas-to-write");
        meddle(List.of(
                Command.of("CONFIG", "SET", "replica-read-only", "no"),
                Command.of("CONFIG", "SET", "min-replicas-to-write", 0),
                Command.of(words),
                Command.of("CONFIG", "SET", "min-replicas-to-write", minReplicas),
                Command.of("CONFIG", "SET", "replica-read-only", readOnly)));
    }

    /** A setting's value. */
    public String setting(String name) {
        return ((List<?>) meddle("CONFIG", "GET", name)).get(1).toString();
    }

    /** One line of INFO. */
    public String info(String key) {
        return meddle("INFO", "everything")
                .toString()
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    /** The process. */
    public String runId() {
        return info("run_id");
    }

    /** True if it accepts the role of a master. */
    public boolean isMaster() {
        return info("role").equals("master");
    }

    /** Makes it a replica of the other and waits until it is in sync. */
    public void follow(RedisServer master) {
        meddle("REPLICAOF", master.host(), "6379");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> info("master_link_status").equals("up")
                        && info("master_replid").equals(master.info("master_replid")));
    }

    /** SIGKILL. */
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

    /** SIGSTOP, SIGCONT and the like. */
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

    /** Removes what is on disk, also the file that a full sync leaves there; for a process that was killed. */
    public void empty() throws IOException {
        Files.deleteIfExists(folder.resolve("dump.rdb"));
        Path files = folder.resolve("appendonlydir");
        if (Files.exists(files)) {
            try (Stream<Path> all = Files.list(files)) {
                for (Path file : all.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** True if the process was not killed. */
    public boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** The node's name. */
    public String name() {
        return name;
    }

    /** Where it keeps its files. */
    public Path folder() {
        return folder;
    }

    /** Its address. */
    public String host() {
        return host;
    }

    @Override
    public void close() {
        signal("CONT");
        kill();
    }
}
