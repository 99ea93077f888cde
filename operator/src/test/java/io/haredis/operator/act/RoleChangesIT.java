package io.haredis.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.act.Change.Facts;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.wire.JedisLinks;
import io.haredis.operator.wire.Links;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The guard of every change of a role, against a real server: what happens between its reading and its EXEC. */
class RoleChangesIT {
    private static final int NETWORK = Networks.next();
    private static final Links LINKS = new JedisLinks(() -> RedisServer.PASSWORD, Duration.ofMillis(500));
    private static final int READING = 1;
    private static final int EXEC = 2;

    @TempDir
    Path folder;

    private RedisServer node;
    private RedisServer other;

    @BeforeEach
    void start() {
        node = RedisServer.start("c-0", NETWORK, 1, folder);
        other = RedisServer.start("c-1", NETWORK, 2, folder);
    }

    @AfterEach
    void stop() {
        node.close();
        other.close();
    }

    /** Without it, the tests below would prove nothing. */
    @ParameterizedTest
    @EnumSource
    void takesEffectWhenNothingHappens(Change change) {
        change.prepare(node, other);
        Seen before = Seen.of(node);
        Fault none = Fault.meanwhile(EXEC, () -> {});
        assertThat(change.on(none.on(LINKS), Facts.of(node))).isInstanceOf(Outcome.Done.class);
        assertThat(none.effects()).isEqualTo(EXEC);
        assertThat(Seen.of(node)).isNotEqualTo(before);
        assertThat(Seen.settings(node)).isEqualTo(before.settings());
    }

    @ParameterizedTest
    @EnumSource
    void takesEffectOnceHoweverOftenItIsDone(Change change) {
        change.prepare(node, other);
        Facts facts = Facts.of(node);
        assertThat(change.on(LINKS, facts)).isInstanceOf(Outcome.Done.class);
        Seen once = Seen.of(node);
        assertThat(change.on(LINKS, facts)).isInstanceOf(Outcome.Done.class);
        assertThat(Seen.of(node)).isEqualTo(once);
    }

    static Stream<Arguments> keyChanges() {
        return Stream.of(Change.values())
                .flatMap(change -> Stream.of(
                        Arguments.of(change, "SET haredis:epoch 6"),
                        Arguments.of(change, "SET haredis:epoch 5"),
                        Arguments.of(change, "SET haredis:epoch 4"),
                        Arguments.of(change, "DEL haredis:epoch"),
                        Arguments.of(change, "SET haredis:fence 7"),
                        Arguments.of(change, "SET haredis:fence 1"),
                        Arguments.of(change, "FLUSHALL")));
    }

    /** Also by a value that the guard would let pass: it was not what the guard read. */
    @ParameterizedTest
    @MethodSource("keyChanges")
    void hasNoEffectWhenAWatchedKeyChanges(Change change, String command) {
        change.prepare(node, other);
        refusedBecauseOf(change, () -> node.force((Object[]) command.split(" ", -1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"DETACH", "STAMP", "RELEASE", "ATTACH", "PROMOTE_TARGET"})
    void hasNoEffectWhenAWatchedKeyChangesByReplication(Change change) {
        change.prepare(node, other);
        refusedBecauseOf(change, () -> {
            other.force("SET", "haredis:epoch", 6);
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> node.meddle("GET", "haredis:epoch").equals("6"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void hasNoEffectAfterAFullResync(Change change) {
        change.prepare(node, other);
        try (RedisServer third = RedisServer.start("c-2", NETWORK, 3, folder)) {
            third.meddle("REPLICAOF", "NO", "ONE");
            third.force("SET", "haredis:epoch", Change.EPOCH - 1);
            refusedBecauseOf(change, () -> node.follow(third));
        }
    }

    /** Everything is as it was after that, and before the change. */
    private void refusedBecauseOf(Change change, Runnable meanwhile) {
        AtomicReference<Seen> before = new AtomicReference<>();
        Fault fault = Fault.meanwhile(EXEC, () -> {
            meanwhile.run();
            before.set(Seen.of(node));
        });
        Outcome outcome = change.on(fault.on(LINKS), Facts.of(node));
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(before.get()).isNotNull();
        assertThat(Seen.of(node)).isEqualTo(before.get());
    }

    @ParameterizedTest
    @EnumSource
    void hasNoEffectOnAProcessThatStartedMeanwhile(Change change) {
        change.prepare(node, other);
        AtomicReference<Seen> before = new AtomicReference<>();
        Fault fault = Fault.meanwhile(EXEC, () -> {
            restart(node);
            before.set(Seen.of(node));
        });
        assertThat(change.on(fault.on(LINKS), Facts.of(node))).isInstanceOf(Outcome.NoAnswer.class);
        assertThat(Seen.of(node)).isEqualTo(before.get());
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedToAnotherProcess(Change change) {
        change.prepare(node, other);
        refused(change, Facts.of(node).ofProcess("another"));
        Facts old = Facts.of(node);
        restart(node);
        refused(change, old);
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedUnderAHigherEpoch(Change change) {
        change.prepare(node, other);
        node.force("SET", "haredis:epoch", Change.EPOCH + 1);
        refused(change, Facts.of(node));
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedUnderAHigherStamp(Change change) {
        boolean stampsTheNext =
                EnumSet.of(Change.DETACH, Change.FENCE, Change.RELEASE).contains(change);
        change.prepare(node, other);
        node.force("SET", "haredis:fence", Change.EPOCH + (stampsTheNext ? 2 : 1));
        refused(change, Facts.of(node));
    }

    /** Rule "strict". */
    @ParameterizedTest
    @EnumSource(names = {"PROMOTE", "PROMOTE_TARGET"})
    void whoReignedInThisEpochIsNotPromotedAgain(Change change) {
        change.prepare(node, other);
        node.force("SET", "haredis:epoch", Change.EPOCH);
        refused(change, Facts.of(node));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROMOTE", "PROMOTE_TARGET"})
    void whoIsBehindIsNotPromoted(Change change) {
        change.prepare(node, other);
        refused(change, Facts.of(node).ahead());
    }

    @ParameterizedTest
    @EnumSource(names = {"ATTACH", "PROMOTE"})
    void whoLostItsKeysAndIsNotStampedIsNeitherAttachedNorPromoted(Change change) {
        change.prepare(node, other);
        node.force("DEL", "haredis:epoch");
        node.force("DEL", "haredis:fence");
        refused(change, Facts.of(node));
        node.force("SET", "haredis:fence", Change.EPOCH - 1);
        refused(change, Facts.of(node));
        node.force("SET", "haredis:fence", Change.EPOCH);
        assertThat(change.on(LINKS, Facts.of(node))).isInstanceOf(Outcome.Done.class);
    }

    /** Rule "join". */
    @Test
    void aProcessThatTheRecordDoesNotKnowIsNotAttached() {
        Change.ATTACH.prepare(node, other);
        refused(Change.ATTACH, Facts.of(node).unknown());
    }

    @Test
    void whoFollowsAnotherIsNotPromoted() {
        Change.DETACH.prepare(node, other);
        node.force("SET", "haredis:epoch", Change.EPOCH - 1);
        refused(Change.PROMOTE, Facts.of(node));
    }

    @Test
    void keysAreWrittenOnAMasterOnly() {
        Change.PROMOTE.prepare(node, other);
        refused(Change.WRITE_KEYS, Facts.of(node));
    }

    /** An operator that cannot read the keys knows nothing: absent is not the same. */
    @ParameterizedTest
    @EnumSource
    void isRefusedWhereTheKeysCannotBeRead(Change change) {
        change.prepare(node, other);
        Facts facts = Facts.of(node);
        for (String taken : Set.of("-get", "-select", "-watch")) {
            node.meddle("ACL", "SETUSER", "operator", taken);
            refused(change, facts);
            node.meddle("ACL", "SETUSER", "operator", taken.replace('-', '+'));
        }
    }

    private void refused(Change change, Facts facts) {
        Seen before = Seen.of(node);
        Fault counting = Fault.meanwhile(EXEC, () -> {});
        assertThat(change.on(counting.on(LINKS), facts)).isInstanceOf(Outcome.Refused.class);
        assertThat(counting.effects()).isEqualTo(READING);
        assertThat(Seen.of(node)).isEqualTo(before);
    }

    private static void restart(RedisServer server) {
        try {
            server.kill();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
