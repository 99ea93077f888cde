package io.haredis.operator.decide;

import static io.haredis.operator.decide.Verdict.LOST;
import static io.haredis.operator.decide.Verdict.REIGNS;
import static io.haredis.operator.decide.Verdict.SERVER_TOO_OLD;
import static io.haredis.operator.decide.Verdict.SUSPECT;
import static io.haredis.operator.decide.Verdict.UNKNOWN;
import static io.haredis.operator.decide.Verdict.UNREACHABLE_BY_OPERATOR;
import static io.haredis.operator.decide.Verdict.UNWELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Lineage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When is a master dead? The rows of the table in docs/failover.md, and what surrounds each. */
class MasterVerdictTest {
    private final ACluster cluster = ACluster.healthy(3);

    private void assertDecides(Verdict verdict, Action... actions) {
        Decision decision = cluster.decide();
        assertThat(decision.verdict()).as(decision.sentence()).isEqualTo(verdict);
        assertThat(decision.actions()).as(decision.sentence()).containsExactly(actions);
    }

    private void linksAre(boolean up) {
        cluster.node(1).follows(cluster.node(0), up);
        cluster.node(2).follows(cluster.node(0), up);
    }

    @Test
    void aHealthyClusterNeedsNothing() {
        assertDecides(REIGNS);
        assertThat(cluster.decide().sentence()).isEqualTo("c-0 reigns in epoch 5");
    }

    @Test
    void refusedAndNoLinkUpIsDeadAtOnce() {
        cluster.node(0).refused();
        linksAre(false);
        assertDecides(LOST, new Action.Elect());
    }

    @Test
    void aRefusalAloneMayBeAFirewall() {
        cluster.node(0).refused();
        cluster.node(1).moving();
        assertDecides(UNREACHABLE_BY_OPERATOR);
        cluster.node(0).refusedFor(1000);
        assertDecides(UNREACHABLE_BY_OPERATOR);
        cluster.node(0).refusedFor(999);
        assertDecides(SUSPECT);
    }

    @Test
    void aLinkThatIsUpButCarriesNothingSpeaksForNobody() {
        cluster.node(0).refused();
        cluster.node(1).quietFor(1250);
        cluster.node(2).quietFor(1300);
        assertDecides(LOST, new Action.Elect());
        cluster.node(1).quietFor(1249);
        assertDecides(UNREACHABLE_BY_OPERATOR);
    }

    @Test
    void oneLinkThatIsStillUpSpeaksForTheMaster() {
        cluster.node(0).refused();
        cluster.node(1).follows(cluster.node(0), false);
        cluster.node(2).moving();
        assertDecides(UNREACHABLE_BY_OPERATOR);
    }

    @Test
    void aPodThatIsGoneIsDeadAtOnceUnlessAReplicaHearsIt() {
        cluster.node(0).absent();
        cluster.node(1).moving();
        assertDecides(SUSPECT);
        linksAre(false);
        assertDecides(LOST, new Action.Elect());
    }

    @Test
    void aContainerThatIsReportedGoneNeedsNoTimeout() {
        cluster.node(0).silentFor(50).ended();
        linksAre(false);
        assertDecides(LOST, new Action.Elect());
    }

    @ParameterizedTest(name = "silent for {0} ms, streams quiet for {1} ms: {2}")
    @CsvSource({
        "40, 10000, SUSPECT",
        "999, 10000, SUSPECT",
        "1000, 1250, LOST",
        "1000, 1249, SUSPECT", // a live master's ping may be a second apart
        "2000, 999, SUSPECT",
        "3499, 100, SUSPECT",
        "3500, 100, UNREACHABLE_BY_OPERATOR",
        "60000, 1249, UNREACHABLE_BY_OPERATOR",
        "60000, 1250, LOST"
    })
    void aSilentMasterIsDeadWhenItsStreamIsSilentToo(long silent, long quiet, Verdict expected) {
        cluster.node(0).silentFor(silent);
        cluster.node(1).quietFor(quiet);
        assertThat(cluster.decide().verdict()).isEqualTo(expected);
        assertThat(cluster.decide().actions()).hasSize(expected == LOST ? 1 : 0);
    }

    @Test
    void aMasterRebornAndFencedIsLostAtOnce() {
        cluster.node(0).reborn();
        assertDecides(LOST, new Action.Elect());
    }

    /** Replica and master again by hand, then a FLUSHALL: nobody may write its keys anew. */
    @Test
    void aMasterWithoutKeysThatDoesNotReignByTheRecordIsReplaced() {
        cluster.node(0).key(null).with(new Lineage("z", "y", 900, 1000));
        assertDecides(LOST, new Action.Elect());
    }

    @Test
    void aMasterRebornWithoutItsFenceIsLostToo() {
        cluster.node(0).reborn().master();
        assertDecides(LOST, new Action.Elect());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUSY", "LOADING", "MISCONF", "OOM", "NOAUTH", "NOPERM", "CLOSED"})
    void aMasterThatAnswersAnErrorLives(String code) {
        cluster.node(0).unwell(code);
        linksAre(false);
        assertDecides(UNWELL);
        assertThat(cluster.decide().sentence()).contains(code);
    }

    @Test
    void withoutAMajorityNobodyCanKnow() {
        cluster.node(0).refused();
        cluster.node(1).refused();
        cluster.node(2).follows(cluster.node(0), false);
        assertDecides(UNKNOWN);
        cluster.node(0).contact = null;
        cluster.node(0).reborn();
        cluster.node(2).unwell("BUSY");
        assertDecides(UNKNOWN);
    }

    @Test
    void aMajorityIsOfTheRecordsMembersNotOfTheWantedNodes() {
        cluster.wanted(5);
        cluster.node(0).refused();
        linksAre(false);
        assertDecides(LOST, new Action.Elect());
        cluster.node(1).refused();
        cluster.newNode();
        cluster.newNode();
        assertDecides(UNKNOWN);
    }

    @Test
    void aNodeThatJoinsHasNoVote() {
        cluster.wanted(4).member(3, "run-3", null, false);
        cluster.newNode().follows(cluster.node(0), false);
        cluster.node(0).refused();
        cluster.node(1).refused();
        cluster.node(2).follows(cluster.node(0), false);
        assertDecides(UNKNOWN);
    }

    @Test
    void aReigningMasterNeedsNoMajority() {
        cluster.node(1).refused();
        cluster.node(2).refused();
        assertDecides(REIGNS);
    }

    @Test
    void aMasterWithoutItsKeysIsNotLost() {
        cluster.node(0).key(null);
        assertDecides(REIGNS, new Action.WriteKeys(1));
    }

    @Test
    void whoFollowsAnotherServerDoesNotHearTheMaster() {
        // c-0 died before c-2 was attached to it: c-2 still follows the master before, c-1, which is fenced.
        cluster.node(0).refused();
        cluster.node(1).fenced();
        cluster.node(2).follows(cluster.node(1), true);
        assertDecides(LOST, new Action.Elect());
        cluster.node(0).absent();
        assertDecides(LOST, new Action.Elect());
    }

    @Test
    void theStreamOfAnotherServerSaysNothingOfASilentMaster() {
        // c-1 reigned before, wakes up, and still takes writes, which c-2 receives.
        cluster.node(0).silentFor(1000);
        cluster.node(1).master().key(4L).moving();
        cluster.node(2).follows(cluster.node(1), true).moving();
        assertDecides(LOST, new Action.Elect());
    }

    @Test
    void aLinkToAnUnknownAddressMayBeTheMasters() {
        cluster.node(0).absent();
        ANode elsewhere = new ANode(9);
        cluster.node(1).follows(cluster.node(0), false);
        cluster.node(2).follows(elsewhere, true).moving();
        assertDecides(SUSPECT);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "6.2.14, true",
        "6.0.16, true",
        "5.0.0, true",
        "7.0.0, false",
        "7.2.4, false",
        "8.0.1, false",
        "10.0.0, false",
        "unstable, false"
    })
    void anOldServerIsLeftAlone(String version, boolean tooOld) {
        cluster.node(2).version = version;
        cluster.node(0).refused();
        linksAre(false);
        if (tooOld) {
            assertDecides(SERVER_TOO_OLD);
        } else {
            assertDecides(LOST, new Action.Elect());
        }
    }

    @Test
    void silenceShorterThanTheTimeoutIsOnlySuspect() {
        cluster.node(0).silentFor(999);
        linksAre(false);
        assertDecides(SUSPECT);
    }
}
