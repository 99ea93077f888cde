package io.haredis.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.act.Change.Facts;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.RedisServer;
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
    private static final int READING = 1;
    private static final int EXEC = 2;
    private static final int OPENING = 3;

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

    /** Without it, the tests below would prove nothing. */
    @ParameterizedTest
    @EnumSource
    void takesEffectWhenNothingHappens(Change change) {
        servers.prepare(change);
        Seen before = Seen.of(servers.node());
        Fault none = Fault.meanwhile(EXEC, () -> {});
        assertThat(change.on(none.on(Pair.LINKS), Facts.of(servers.node()))).isInstanceOf(Outcome.Done.class);
        assertThat(none.effects()).isEqualTo(change.opens() ? OPENING : EXEC);
        assertThat(Seen.of(servers.node())).isNotEqualTo(before);
        assertThat(Seen.settings(servers.node())).isEqualTo(before.settings());
    }

    @ParameterizedTest
    @EnumSource
    void takesEffectOnceHoweverOftenItIsDone(Change change) {
        servers.prepare(change);
        Facts facts = Facts.of(servers.node());
        assertThat(change.on(Pair.LINKS, facts)).isInstanceOf(Outcome.Done.class);
        Seen once = Seen.of(servers.node());
        assertThat(change.on(Pair.LINKS, facts)).isInstanceOf(Outcome.Done.class);
        assertThat(Seen.of(servers.node())).isEqualTo(once);
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
        servers.prepare(change);
        refusedBecauseOf(change, () -> servers.node().force((Object[]) command.split(" ", -1)));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DETACH",
                "STAMP",
                "TURN_AWAY",
                "RELEASE",
                "ATTACH",
                "ATTACH_AHEAD",
                "PROMOTE_TARGET",
                "PROMOTE_TARGET_AHEAD"
            })
    void hasNoEffectWhenAWatchedKeyChangesByReplication(Change change) {
        servers.prepare(change);
        refusedBecauseOf(change, () -> {
            servers.other().force("SET", "haredis:epoch", 6);
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> servers.node().meddle("GET", "haredis:epoch").equals("6"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void hasNoEffectAfterAFullResync(Change change) {
        servers.prepare(change);
        try (RedisServer third = Pair.third(folder)) {
            third.meddle("REPLICAOF", "NO", "ONE");
            third.force("SET", "haredis:epoch", Change.EPOCH - 1);
            refusedBecauseOf(change, () -> servers.node().follow(third));
        }
    }

    /** Everything is as it was after that, and before the change. */
    private void refusedBecauseOf(Change change, Runnable meanwhile) {
        AtomicReference<Seen> before = new AtomicReference<>();
        Fault fault = Fault.meanwhile(EXEC, () -> {
            meanwhile.run();
            before.set(Seen.of(servers.node()));
        });
        Outcome outcome = change.on(fault.on(Pair.LINKS), Facts.of(servers.node()));
        assertThat(outcome).isInstanceOf(Outcome.Overtaken.class);
        assertThat(before.get()).isNotNull();
        assertThat(Seen.of(servers.node())).isEqualTo(before.get());
    }

    @ParameterizedTest
    @EnumSource
    void hasNoEffectOnAProcessThatStartedMeanwhile(Change change) {
        servers.prepare(change);
        AtomicReference<Seen> before = new AtomicReference<>();
        Fault fault = Fault.meanwhile(EXEC, () -> {
            restart(servers.node());
            before.set(Seen.of(servers.node()));
        });
        assertThat(change.on(fault.on(Pair.LINKS), Facts.of(servers.node()))).isInstanceOf(Outcome.NoAnswer.class);
        assertThat(Seen.of(servers.node())).isEqualTo(before.get());
    }

    /** What is watched ahead is found by its process: another one is looked at like any. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_AHEAD")
    void isRefusedToAnotherProcess(Change change) {
        servers.prepare(change);
        refused(change, Facts.of(servers.node()).ofProcess("another"));
        Facts old = Facts.of(servers.node());
        restart(servers.node());
        refused(change, old);
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedUnderAHigherEpoch(Change change) {
        servers.prepare(change);
        servers.node().force("SET", "haredis:epoch", Change.EPOCH + 1);
        refused(change, Facts.of(servers.node()));
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedUnderAHigherStamp(Change change) {
        boolean stampsTheNext = EnumSet.of(Change.DETACH, Change.FENCE, Change.RELEASE, Change.TURN_AWAY)
                .contains(change);
        servers.prepare(change);
        servers.node().force("SET", "haredis:fence", Change.EPOCH + (stampsTheNext ? 2 : 1));
        refused(change, Facts.of(servers.node()));
    }

    /** Rule "strict". */
    @ParameterizedTest
    @EnumSource(names = {"PROMOTE", "PROMOTE_AHEAD", "PROMOTE_TARGET", "PROMOTE_TARGET_AHEAD"})
    void whoReignedInThisEpochIsNotPromotedAgain(Change change) {
        servers.prepare(change);
        servers.node().force("SET", "haredis:epoch", Change.EPOCH);
        refused(change, Facts.of(servers.node()));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROMOTE", "PROMOTE_AHEAD", "PROMOTE_TARGET", "PROMOTE_TARGET_AHEAD"})
    void whoIsBehindIsNotPromoted(Change change) {
        servers.prepare(change);
        refused(change, Facts.of(servers.node()).ahead());
    }

    @ParameterizedTest
    @EnumSource(names = {"ATTACH", "ATTACH_AHEAD", "PROMOTE", "PROMOTE_AHEAD"})
    void whoLostItsKeysAndIsNotStampedIsNeitherAttachedNorPromoted(Change change) {
        servers.prepare(change);
        servers.node().force("DEL", "haredis:epoch");
        servers.node().force("DEL", "haredis:fence");
        refused(change, Facts.of(servers.node()));
        servers.node().force("SET", "haredis:fence", Change.EPOCH - 1);
        refused(change, Facts.of(servers.node()));
        servers.node().force("SET", "haredis:fence", Change.EPOCH);
        assertThat(change.on(Pair.LINKS, Facts.of(servers.node()))).isInstanceOf(Outcome.Done.class);
    }

    /** By what it says itself: whoever decided may have slept since it compared. */
    @Test
    void whoMayHoldMoreThanTheMasterIsNotAttached() {
        servers.prepare(Change.ATTACH);
        servers.node().force("SET", "haredis:beat", Change.EPOCH + ":1000");
        Seen before = Seen.of(servers.node());
        Facts facts = Facts.of(servers.node());
        assertThat(Change.ATTACH.on(Pair.LINKS, facts.uncounted())).isInstanceOf(Outcome.Refused.class);
        assertThat(Seen.of(servers.node())).isEqualTo(before);
        assertThat(Change.ATTACH.on(Pair.LINKS, facts)).isInstanceOf(Outcome.Done.class);
    }

    /** Rule "join". */
    @Test
    void aProcessThatTheRecordDoesNotKnowIsNotAttached() {
        servers.prepare(Change.ATTACH);
        refused(Change.ATTACH, Facts.of(servers.node()).unknown());
    }

    @Test
    void whoFollowsAnotherIsNotPromoted() {
        servers.prepare(Change.DETACH);
        servers.node().force("SET", "haredis:epoch", Change.EPOCH - 1);
        refused(Change.PROMOTE, Facts.of(servers.node()));
    }

    @Test
    void keysAreWrittenOnAMasterOnly() {
        servers.prepare(Change.PROMOTE);
        refused(Change.WRITE_KEYS, Facts.of(servers.node()));
    }

    /** An operator that cannot read the keys knows nothing: absent is not the same. */
    @ParameterizedTest
    @EnumSource
    void isRefusedWhereTheKeysCannotBeRead(Change change) {
        servers.prepare(change);
        Facts facts = Facts.of(servers.node());
        for (String taken : Set.of("-get", "-select", "-watch")) {
            servers.node().meddle("ACL", "SETUSER", "operator", taken);
            refused(change, facts);
            servers.node().meddle("ACL", "SETUSER", "operator", taken.replace('-', '+'));
        }
    }

    /** Rule "readUnderWatch": the server itself tells nothing of the epoch that has begun. */
    @ParameterizedTest
    @EnumSource(names = {"ATTACH", "STAMP", "TURN_AWAY", "DEMOTE"})
    void isRefusedWhenTheRecordIsOfALaterEpoch(Change change) {
        servers.prepare(change);
        Facts facts = Facts.of(servers.node());
        facts.records().put(facts.record().raisedTo(Change.EPOCH + 1, true));
        refused(change, facts);
    }

    /** Whoever watches ahead has the record read for it, unless that was done behind the WATCH. */
    @Test
    void whatIsWatchedAheadOfALaterEpochIsNotAttached() throws Exception {
        servers.prepare(Change.ATTACH);
        Facts facts = Facts.of(servers.node());
        try (RoleChanges changes = new RoleChanges(Pair.LINKS, facts.records(), 15)) {
            assertThat(changes.watch(Pair.LINKS.open(facts.target().host(), 6379)))
                    .isPresent();
            facts.records().put(facts.record().raisedTo(Change.EPOCH + 1, true));
            Seen before = Seen.of(servers.node());
            assertThat(changes.attach(facts.target(), new Target("m", "127.0.0.2", "run-m"), facts.record(), true))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(Seen.of(servers.node())).isEqualTo(before);
        }
    }

    private void refused(Change change, Facts facts) {
        Seen before = Seen.of(servers.node());
        Fault counting = Fault.meanwhile(EXEC, () -> {});
        assertThat(change.on(counting.on(Pair.LINKS), facts)).isInstanceOf(Outcome.Refused.class);
        assertThat(counting.effects()).isEqualTo(READING);
        assertThat(Seen.of(servers.node())).isEqualTo(before);
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
