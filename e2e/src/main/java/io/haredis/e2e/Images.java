package io.haredis.e2e;

import java.util.List;
import java.util.stream.Stream;

/** Images of Redis and Valkey to test with. */
public final class Images {
    /** What the tests serve, the usual one first. */
    public static final List<String> SUPPORTED = List.of("redis:8.0", "redis:7.0", "valkey:9.1", "valkey:8.1");

    private static final String OFFICIAL = "docker.io/library/";

    private Images() {}

    /** The images that pods may name; in a cluster of the user's, what a registry has. */
    public static List<String> available(Reach reach) {
        return reach == Reach.LOCAL ? Shell.images("names").lines().toList() : List.of(OFFICIAL + SUPPORTED.getFirst());
    }

    /** That of the variable SERVER, such as {@code valkey-9.1}; without it the first of {@link #SUPPORTED} that is there. */
    public static String usual(Reach reach) {
        List<String> there = available(reach);
        String server = System.getenv("SERVER");
        return (server == null ? SUPPORTED.stream() : Stream.of(server.replaceFirst("-([^-]*)$", ":$1")))
                .flatMap(name -> there.stream().filter(image -> image.endsWith("/" + name)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no server's image is there (make images)"));
    }
}
