package io.haredis.client.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kind of server to run tests on.
 *
 * @param name as in {@code e2e/servers}, empty for the default one
 */
public record ServerVersion(String name) {
    /** {@code redis-server} of the PATH, or the command in HAREDIS_SERVER_COMMAND (words separated by spaces). */
    public static final ServerVersion DEFAULT = new ServerVersion("");

    /** All that are supported. */
    public static Stream<ServerVersion> supported() {
        return Stream.of("redis-7.0", "redis-8.0", "valkey-8.1", "valkey-9.1").map(ServerVersion::new);
    }

    /** Skips the test, and says so, if this server is not on the machine ({@code e2e/servers/servers available}). */
    public ServerVersion present() {
        Path cache = Optional.ofNullable(System.getenv("HAREDIS_SERVERS"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "haredis-servers"));
        assumeTrue(Files.isDirectory(cache.resolve(name)), name + " is not here: servers fetch " + name);
        return this;
    }

    List<String> command() {
        return name.isEmpty()
                ? List.of(System.getenv()
                        .getOrDefault("HAREDIS_SERVER_COMMAND", "redis-server")
                        .split(" ", -1))
                : List.of("../e2e/servers/servers", "run", name);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "default" : name;
    }
}
