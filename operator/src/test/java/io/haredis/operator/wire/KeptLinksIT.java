package io.haredis.operator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLinksIT {
    private static final int NETWORK = Networks.next();

    @TempDir
    private Path base;

    private final JedisLinks links = new JedisLinks(() -> RedisServer.PASSWORD, Duration.ofSeconds(5));
    private final KeptLinks kept = new KeptLinks(links);
    private RedisServer server;

    @BeforeEach
    void start() {
        server = RedisServer.start("a", NETWORK, 1, base);
    }

    @AfterEach
    void stop() {
        kept.close();
        server.close();
    }

    @Test
    void stepsShareOneConnection() throws LinkException {
        kept.open(server.host(), 6379).close();
        for (int step = 0; step < 3; step++) {
            try (Link link = kept.open(server.host(), 6379)) {
                assertThat(connections(link)).isEqualTo(1);
            }
        }
    }

    @Test
    void twoAtATimeAreTwoAndOneIsKept() throws LinkException {
        Link first = kept.open(server.host(), 6379);
        Link second = kept.open(server.host(), 6379);
        assertThat(connections(second)).isEqualTo(2);
        first.close();
        first.close();
        second.close();
        try (Link link = kept.open(server.host(), 6379)) {
            Awaitility.await().until(() -> connections(link) == 1);
        }
    }

    @Test
    void brokenOneIsNotKept() throws Exception {
        Link link = kept.open(server.host(), 6379);
        server.kill();
        assertThatThrownBy(() -> connections(link)).isInstanceOf(LinkException.class);
        link.close();
        server.start();
        try (Link anew = kept.open(server.host(), 6379)) {
            assertThat(connections(anew)).isEqualTo(1);
        }
    }

    /** Else its next user would take the reply for its own. */
    @Test
    void oneWithRepliesOnTheirWayIsNotKept() throws LinkException {
        try (Link link = kept.open(server.host(), 6379)) {
            link.send(List.of(Command.of("PING")));
        }
        try (Link link = kept.open(server.host(), 6379)) {
            assertThat(link.call(List.of(Command.of("CLIENT", "GETNAME"))).getFirst())
                    .isNotEqualTo("PONG");
        }
    }

    @Test
    void oneThatWasGivenBackIsUsedNoMore() throws LinkException {
        Link link = kept.open(server.host(), 6379);
        link.close();
        assertThatThrownBy(() -> connections(link)).isInstanceOf(LinkException.class);
    }

    @Test
    void severalWorkInTheSameTime() throws Exception {
        Link one = kept.open(server.host(), 6379);
        Link other = kept.open(server.host(), 6379);
        other.call(List.of(Command.of("REPLICAOF", "NO", "ONE"))); // a replica refuses WAIT
        Link.Sent withoutEnd = one.send(List.of(Command.of("WAIT", 1, 0)));
        assertThat(other.send(List.of(Command.of("PING"))).replies()).containsExactly("PONG");
        server.kill();
        assertThatThrownBy(withoutEnd::replies)
                .isInstanceOfSatisfying(
                        LinkException.class, e -> assertThat(e.why()).isEqualTo(LinkException.Cause.CLOSED));
        server.start();
    }

    @Test
    void nothingIsLeftAfterTheEnd() throws LinkException {
        kept.open(server.host(), 6379).close();
        kept.close();
        try (Link other = links.open(server.host(), 6379)) {
            Awaitility.await().until(() -> connections(other) == 1);
        }
    }

    @Test
    void oneThatWasClosedWhileNobodyLookedIsReplacedAtItsNextUse() throws Exception {
        kept.open(server.host(), 6379).close();
        server.kill();
        server.start();
        try (Link link = kept.open(server.host(), 6379)) {
            assertThat(connections(link)).isEqualTo(1);
            server.kill();
            assertThatThrownBy(() -> connections(link)).isInstanceOf(LinkException.class);
        }
        server.start();
    }

    @Test
    void aServerThatIsGoneIsMetAsByANewConnection() throws Exception {
        kept.open(server.host(), 6379).close();
        server.kill();
        Link link = kept.open(server.host(), 6379);
        assertThatThrownBy(() -> connections(link))
                .isInstanceOfSatisfying(
                        LinkException.class, e -> assertThat(e.why()).isEqualTo(LinkException.Cause.REFUSED));
        link.close();
        server.start();
    }

    @Test
    void connectionsAreKeptToTheNamedServersOnly() throws LinkException {
        kept.keepTo(Set.of(server.host()), 6379);
        kept.keepTo(Set.of(server.host()), 6379);
        try (Link other = links.open(server.host(), 6379)) {
            assertThat(connections(other)).isEqualTo(2);
            kept.keepTo(Set.of(), 6379);
            Awaitility.await().until(() -> connections(other) == 1);
        }
    }

    private static long connections(Link link) throws LinkException {
        return link.call(List.of(Command.of("CLIENT", "LIST")))
                .getFirst()
                .toString()
                .lines()
                .filter(line -> line.contains("user=operator"))
                .count();
    }
}
