package io.haredis.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.haredis.operator.act.Change.Facts;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.OperatorCrash;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Role changes on servers that cannot save, cannot append, have no memory left, or hold nonsense in our keys. */
class UnwellServersIT {
    private static final String LITTLE = "100000";

    @TempDir
    Path folder;

    private Pair servers;

    @BeforeEach
    void start() {
        servers = Pair.start(folder);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @ParameterizedTest
    @EnumSource
    void aFailedSaveIsNoObstacle(Change change) throws IOException {
        servers.prepare(change);
        failToSave();
        takesEffect(change);
        assertThat(servers.node().setting("stop-writes-on-bgsave-error")).isEqualTo("yes");
    }

    @ParameterizedTest
    @EnumSource(names = {"DEMOTE"})
    void aFailedAppendIsNoObstacleToWhatWritesNothing(Change change) throws IOException {
        servers.prepare(change);
        failToAppend();
        takesEffect(change);
    }

    /** Nothing lifts that refusal: the server can be fenced, but neither stamped nor promoted, and says so. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "DETACH",
                "FENCE",
                "STAMP",
                "RELEASE",
                "ATTACH",
                "ATTACH_AHEAD",
                "PROMOTE",
                "PROMOTE_AHEAD",
                "WRITE_KEYS"
            })
    void aFailedAppendMakesWhatWritesHalf(Change change) throws IOException {
        servers.prepare(change);
        failToAppend();
        Seen before = Seen.of(servers.node());
        assertThat(change.on(Pair.LINKS, Facts.of(servers.node()))).isInstanceOf(Outcome.Half.class);
        assertThat(Seen.of(servers.node()).keys()).isEqualTo(before.keys());
        assertThat(Seen.settings(servers.node()))
                .isEqualTo(change.opens() ? Seen.closed(before.settings()) : before.settings());
    }

    @Test
    void aFailedAppendKeepsATargetFromBeingPromoted() throws IOException {
        servers.prepare(Change.PROMOTE_TARGET);
        failToAppend();
        assertThat(Change.PROMOTE_TARGET.on(Pair.LINKS, Facts.of(servers.node())))
                .isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @EnumSource
    void lackOfMemoryIsNoObstacle(Change change) {
        servers.prepare(change);
        servers.node().meddle("CONFIG", "SET", "maxmemory", LITTLE);
        if (change.opens()) {
            opensLater(change);
        } else {
            takesEffect(change);
        }
        assertThat(servers.node().setting("maxmemory")).isEqualTo(LITTLE);
    }

    /** The limit is back with the reply to the EXEC: an operator that dies then leaves no server without one. */
    @ParameterizedTest
    @EnumSource(names = {"DETACH", "FENCE", "STAMP", "RELEASE", "DEMOTE", "ATTACH", "ATTACH_AHEAD", "WRITE_KEYS"})
    void theLimitOfMemoryIsBackWhenTheExecAbortsAndTheOperatorCrashes(Change change) {
        servers.prepare(Change.WRITE_KEYS);
        servers.node().meddle("CONFIG", "SET", "maxmemory", LITTLE);
        Facts facts = Facts.of(servers.node());
        Fault abort = Fault.meanwhile(2, () -> servers.node().force("DEL", "haredis:epoch"));
        Fault crash = Fault.at(Fault.Kind.CRASH, 3);
        try {
            assertThat(change.on(abort.on(crash.on(Pair.LINKS)), facts)).isInstanceOf(Outcome.Overtaken.class);
        } catch (OperatorCrash e) {
            // It wanted to do more than that.
        }
        assertThat(servers.node().isMaster()).isTrue();
        assertThat(servers.node().setting("maxmemory")).isEqualTo(LITTLE);
    }

    /** The server read the beginning of what was sent, the connection broke, and the operator lives on. */
    @Test
    void theLimitOfMemoryIsPutBackWhenTheConnectionBreaksAfterItWasLifted() {
        servers.prepare(Change.WRITE_KEYS);
        servers.node().meddle("CONFIG", "SET", "maxmemory", LITTLE);
        Links broken = (host, port) -> new BreaksAfterLifting(Pair.LINKS.open(host, port));
        assertThat(Change.WRITE_KEYS.on(broken, Facts.of(servers.node()))).isInstanceOf(Outcome.NoAnswer.class);
        assertThat(servers.node().setting("maxmemory")).isEqualTo(LITTLE);
    }

    private record BreaksAfterLifting(Link link) implements Link {
        @Override
        public List<Object> call(List<Command> commands) throws LinkException {
            if (commands.size() > 1 && commands.getFirst().words().contains("maxmemory")) {
                link.call(commands.subList(0, 1));
                throw new LinkException(LinkException.Cause.CLOSED, "it broke (a test's doing)");
            }
            return link.call(commands);
        }

        @Override
        public void close() {
            link.close();
        }
    }

    /** What an application may write into our keys, on all nodes at once through the master. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET haredis:fence abc",
                "LPUSH haredis:fence 1",
                "SET haredis:fence 99999999999999999999",
                "SET haredis:fence 1e3",
                "SET haredis:fence 0x10",
                "SET haredis:fence -7",
                "SET haredis:fence inf",
                "HSET haredis:epoch a 1",
                "LPUSH haredis:epoch 1",
                "SET haredis:epoch abc"
            })
    void nonsenseInTheKeysIsNoObstacleToAnElection(String command) {
        servers.prepare(Change.DETACH);
        servers.node().force("DEL", command.split(" ", -1)[1]);
        servers.node().force((Object[]) command.split(" ", -1));
        Facts facts = Facts.of(servers.node());
        assertThat(Change.DETACH.on(Pair.LINKS, facts)).isInstanceOf(Outcome.Done.class);
        assertThat(servers.node().meddle("GET", "haredis:fence")).isEqualTo("6");
        assertThat(servers.node().info("master_host")).isEqualTo("127.0.0.1");
    }

    /** An EXEC is not all or nothing. */
    @Test
    void aPromotionThatFailsInsideIsToldFromARefusal() {
        servers.prepare(Change.PROMOTE);
        servers.node().meddle("ACL", "SETUSER", "operator", "-set");
        Outcome outcome = Change.PROMOTE.on(Pair.LINKS, Facts.of(servers.node()));
        assertThat(outcome).isInstanceOf(Outcome.Half.class);
        assertThat(servers.node().isMaster()).isTrue();
        assertThat(servers.node().meddle("GET", "haredis:epoch")).isEqualTo("4");
    }

    /** On servers from 7.2 or so; an older one refuses the EXEC whole. */
    @Test
    void aPromotionWithoutMemoryIsHalfOrRefused() {
        servers.prepare(Change.PROMOTE);
        servers.node().meddle("CONFIG", "SET", "replica-ignore-maxmemory", "no");
        servers.node().meddle("CONFIG", "SET", "maxmemory", LITTLE);
        Outcome outcome = Change.PROMOTE.on(Pair.LINKS, Facts.of(servers.node()));
        assertThat(outcome).isInstanceOfAny(Outcome.Half.class, Outcome.Refused.class);
        assertThat(servers.node().isMaster()).isEqualTo(outcome instanceof Outcome.Half);
        assertThat(servers.node().meddle("GET", "haredis:epoch")).isEqualTo("4");
    }

    /** Such a master queues nothing: it takes a second change, which lifts the limit. */
    private void opensLater(Change change) {
        Seen before = Seen.of(servers.node());
        Facts facts = Facts.of(servers.node());
        assertThat(change.on(Pair.LINKS, facts)).isInstanceOf(Outcome.Done.class);
        RoleChanges changes = new RoleChanges(Pair.LINKS, facts.records(), 15);
        assertThat(changes.setMinReplicas(facts.target(), facts.record(), 1)).isInstanceOf(Outcome.Done.class);
        assertThat(Seen.settings(servers.node())).isEqualTo(before.settings());
    }

    private void takesEffect(Change change) {
        Seen before = Seen.of(servers.node());
        Outcome outcome = change.on(Pair.LINKS, Facts.of(servers.node()));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(Seen.of(servers.node())).isNotEqualTo(before);
        assertThat(Seen.settings(servers.node())).isEqualTo(before.settings());
        assertThat(change.on(Pair.LINKS, Facts.of(servers.node()))).as("again").isInstanceOf(Outcome.Done.class);
    }

    private void failToSave() throws IOException {
        Path doomed = Files.createDirectory(folder.resolve("doomed"));
        servers.node().meddle("CONFIG", "SET", "save", "3600 1");
        servers.node().meddle("CONFIG", "SET", "dir", doomed);
        Files.delete(doomed);
        servers.node().meddle("BGSAVE");
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> servers.node().info("rdb_last_bgsave_status").equals("err"));
    }

    /** The file that appending begins with leads to a device that is always full. */
    private void failToAppend() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Path files = Files.createDirectories(servers.node().folder().resolve("appendonlydir"));
        Files.createSymbolicLink(files.resolve("temp-appendonly.aof.incr"), full);
        servers.node().meddle("CONFIG", "SET", "appendonly", "yes");
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            String readOnly = servers.node().setting("replica-read-only");
            if (servers.node().info("aof_rewrite_in_progress").equals("0")
                    && servers.node().info("aof_last_write_status").equals("ok")) {
                servers.node().force("SET", "something", readOnly);
            }
            return servers.node().info("aof_last_write_status").equals("err");
        });
    }
}
