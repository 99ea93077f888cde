package io.haredis.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.act.Change.Facts;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.testing.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A promoted master takes writes only once its promotion is seen to be whole. */
class OpeningIT {
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

    /** By an operator that fenced it, say, and then elected it anew, so that half of a promotion took effect. */
    @ParameterizedTest
    @EnumSource(names = "PROMOTE.*", mode = EnumSource.Mode.MATCH_ALL)
    void whoIsStampedBeforeItIsOpenedStaysClosed(Change change) {
        servers.prepare(change);
        Fault stamp = Fault.meanwhile(OPENING, () -> servers.node().force("SET", "haredis:fence", 6));
        assertThat(change.on(stamp.on(Pair.LINKS), Facts.of(servers.node()))).isInstanceOf(Outcome.Unopened.class);
        assertThat(servers.node().meddle("GET", "haredis:epoch")).isEqualTo("5");
        assertThat(servers.node().setting("min-replicas-to-write")).isEqualTo(Integer.toString(Policy.CLOSED));
        Facts facts = Facts.of(servers.node());
        assertThat(new RoleChanges(Pair.LINKS, facts.records(), 15).setMinReplicas(facts.target(), facts.record(), 1))
                .isInstanceOf(Outcome.Refused.class);
    }

    /** Reborn empty, say, and made master by hand: nobody must be told to follow it upon what was so before. */
    @ParameterizedTest
    @EnumSource(names = "PROMOTE.*", mode = EnumSource.Mode.MATCH_ALL)
    void whoDiesBeforeItIsOpenedIsNotTakenForOpen(Change change) {
        servers.prepare(change);
        Fault death = Fault.meanwhile(OPENING, () -> servers.node().kill());
        assertThat(change.on(death.on(Pair.LINKS), Facts.of(servers.node()))).isInstanceOf(Outcome.Unopened.class);
    }

    /** It would take them in the epoch before, in which another master may take them too. */
    @Test
    void halfAMasterTakesNoWriteThoughAReplicaFollowsIt() {
        servers.prepare(Change.PROMOTE);
        servers.node().meddle("ACL", "SETUSER", "operator", "-set");
        assertThat(Change.PROMOTE.on(Pair.LINKS, Facts.of(servers.node()))).isInstanceOf(Outcome.Half.class);
        servers.other().follow(servers.node());
        await().until(() -> servers.node().info("slave0").contains("state=online"));
        assertThatThrownBy(() -> servers.node().meddle("SET", "key", "value")).hasMessageStartingWith("NOREPLICAS");
    }
}
