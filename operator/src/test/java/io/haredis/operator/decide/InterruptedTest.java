package io.haredis.operator.decide;

import static io.haredis.operator.decide.Verdict.AT_RISK;
import static io.haredis.operator.decide.Verdict.LOST;
import static io.haredis.operator.decide.Verdict.REIGNS;
import static io.haredis.operator.decide.Verdict.SUSPECT;
import static io.haredis.operator.decide.Verdict.UNKNOWN;
import static io.haredis.operator.decide.Verdict.UNWELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Lineage;
import org.junit.jupiter.api.Test;

/** What another operator began: docs/failover.md, "What happens then", its end. */
class InterruptedTest {
    private static void assertDecides(ACluster cluster, Verdict verdict, Action... actions) {
        Decision decision = cluster.decide();
        assertThat(decision.verdict()).as(decision.sentence()).isEqualTo(verdict);
        assertThat(decision.actions()).as(decision.sentence()).containsExactly(actions);
    }

    @Test
    void anElectedHolderThatIsFencedIsPromoted() {
        ACluster cluster = ACluster.elected(3);
        assertDecides(cluster, LOST, new Action.Finish());
        cluster.node(0).stamp(5L);
        assertDecides(cluster, LOST, new Action.Finish());
    }

    @Test
    void notByAMinority() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(1).refused();
        cluster.node(2).silentFor(5000);
        assertDecides(cluster, UNKNOWN);
    }

    @Test
    void anotherProcessOfTheHolderIsNotPromoted() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).reborn();
        assertDecides(cluster, LOST, new Action.Elect());
    }

    @Test
    void aHolderBehindTheRecordedOffsetIsNotPromoted() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).at("x", 899);
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(0).at("x", 900);
        assertDecides(cluster, LOST, new Action.Finish());
    }

    @Test
    void aHolderThatKnowsTheRecordedOffsetByItsFormerIdIsNotBehind() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).lineage = new Lineage("y", "x", 901, 901);
        assertDecides(cluster, LOST, new Action.Finish());
    }

    @Test
    void aHolderThatCarriesTheEpochAndIsFencedReignedAlready() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).key(5L);
        assertDecides(cluster, LOST, new Action.Elect());
    }

    @Test
    void aHolderThatFollowsAnotherServerIsElectedAnew() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).follows(cluster.node(1), true);
        assertDecides(cluster, LOST, new Action.Elect());
    }

    @Test
    void aMasterWhoseKeyIsBelowTheRecordIsHalfPromotedAndFinished() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).master();
        assertDecides(cluster, LOST, new Action.Finish());
    }

    @Test
    void aCountedHolderWithoutKeysNeedsAStamp() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).key(null);
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(0).stamp(4L);
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(0).stamp(5L);
        assertDecides(cluster, LOST, new Action.Finish());
    }

    @Test
    void theFirstMasterHasNoKeysYet() {
        ACluster cluster = ACluster.elected(3);
        cluster.nodes.forEach(n -> n.key(null).stamp(5L));
        assertDecides(cluster, LOST, new Action.Finish());
    }

    @Test
    void aMoveGoesOnWhileTheOldMastersProcessAnswers() {
        ACluster cluster = ACluster.moving(3);
        assertDecides(cluster, LOST, new Action.ContinueMove());
        cluster.node(1).fenced();
        assertDecides(cluster, LOST, new Action.ContinueMove());
        cluster.node(0).fenced();
        assertDecides(cluster, LOST, new Action.ContinueMove());
    }

    @Test
    void aMoveIsNeverFinishedAsIfItWereAnElection() {
        ACluster cluster = ACluster.moving(3);
        cluster.node(1).reborn();
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(1).refused();
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(0).fenced();
        assertDecides(cluster, LOST, new Action.Elect());
    }

    /** It may reign on, and what it acknowledged last it alone may hold. */
    @Test
    void theSourceOfAMoveIsAwaitedLikeAnyMaster() {
        ACluster cluster = ACluster.moving(3);
        cluster.node(1).silentFor(60);
        assertDecides(cluster, SUSPECT);
        assertThat(isSomebodyAwaited(cluster)).isTrue();
        cluster.node(0).reborn();
        assertDecides(cluster, SUSPECT);
        cluster.node(1).silentFor(1000);
        assertDecides(cluster, LOST, new Action.Elect());
        assertThat(isSomebodyAwaited(cluster)).isFalse();
        cluster.node(2).moving();
        assertDecides(cluster, SUSPECT);
        cluster.node(0).key(5L);
        assertThat(isSomebodyAwaited(cluster)).as("the move is over").isFalse();
    }

    @Test
    void aSourceThatAnswersOnlyErrorsIsAPersonsChoice() {
        ACluster cluster = ACluster.moving(3);
        cluster.node(1).unwell("BUSY");
        assertDecides(cluster, AT_RISK);
        assertThat(cluster.decide().sentence()).contains("c-1, the master before the move, answers BUSY");
        cluster.asked(Requests.ACCEPT_DATA_LOSS, "5");
        assertDecides(cluster, LOST, new Action.Elect());
    }

    /** Somebody's stamp ends the move, and deposes nobody who reigns on. */
    @Test
    void theSourceOfAMoveIsAwaitedAlsoWhenTheRecordWasRaisedSince() {
        ACluster cluster = ACluster.moving(3).recorded(r -> r.raisedTo(7, false).raisedTo(9, false));
        cluster.node(1).silentFor(60);
        assertDecides(cluster, SUSPECT);
        assertThat(isSomebodyAwaited(cluster)).isTrue();
        cluster.node(1).unwell("BUSY");
        assertDecides(cluster, AT_RISK);
        cluster.asked(Requests.ACCEPT_DATA_LOSS, "9");
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.asked(Requests.ACCEPT_DATA_LOSS, "");
        cluster.node(1).silentFor(60);
        cluster.node(0).key(5L);
        assertThat(isSomebodyAwaited(cluster)).as("the move is over").isFalse();
    }

    /** Without it nothing goes on, and no time-out ends that. */
    @Test
    void aChosenNodeThatAnswersOnlyErrorsBeforeItReignsIsAPersonsChoice() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).unwell("BUSY");
        assertDecides(cluster, AT_RISK);
        assertThat(cluster.decide().sentence())
                .contains("c-0, which was chosen and which nobody saw reign, answers BUSY");
        cluster.asked(Requests.ACCEPT_DATA_LOSS, "5");
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(1).key(5L);
        assertDecides(cluster, UNWELL);
        cluster.node(1).key(4L).unwell("WRONGPASS");
        cluster.node(2).unwell("WRONGPASS");
        assertDecides(cluster, UNWELL);
        ACluster raised = ACluster.healthy(3).recorded(r -> r.raisedTo(7, true));
        raised.nodes.forEach(n -> n.key(7L));
        raised.node(0).unwell("BUSY");
        assertDecides(raised, UNWELL);
    }

    /** Also if somebody's stamp asks for an election. */
    @Test
    void aChosenNodeThatAnswersOnlyErrorsIsAwaitedWhateverTheElectionIsHeldFor() {
        ACluster cluster = ACluster.elected(3);
        cluster.node(0).unwell("BUSY");
        cluster.node(2).stamp(6L);
        assertDecides(cluster, LOST, new Action.Elect());
        assertThat(isSomebodyAwaited(cluster)).isTrue();
        cluster.asked(Requests.ACCEPT_DATA_LOSS, "5");
        assertThat(isSomebodyAwaited(cluster)).isFalse();
        cluster.asked(Requests.ACCEPT_DATA_LOSS, "");
        cluster.node(1).key(5L);
        assertThat(isSomebodyAwaited(cluster)).as("it reigned").isFalse();
    }

    private static boolean isSomebodyAwaited(ACluster cluster) {
        return Decide.awaited(cluster.policy(), cluster.snapshot(), cluster.theRecord())
                .isPresent();
    }

    @Test
    void aMoveWhoseTargetWasRebornIsElected() {
        ACluster cluster = ACluster.moving(3);
        cluster.node(0).reborn();
        assertDecides(cluster, LOST, new Action.Elect());
    }

    @Test
    void aMoveWhoseTargetDiedIsElectedAlthoughTheOldMastersReplicasHearThatOne() {
        ACluster cluster = ACluster.moving(3);
        cluster.node(0).refused();
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(0).silentFor(1000);
        cluster.node(1).moving();
        cluster.node(2).moving();
        assertDecides(cluster, LOST, new Action.Elect());
    }

    @Test
    void aMoveThatIsOverIsAReign() {
        ACluster cluster = ACluster.moving(3);
        cluster.node(0).master().key(5L).quorum(1L);
        cluster.node(1).follows(cluster.node(0), true);
        cluster.node(2).follows(cluster.node(0), true);
        assertDecides(cluster, REIGNS);
    }
}
