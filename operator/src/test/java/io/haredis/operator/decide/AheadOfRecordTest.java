package io.haredis.operator.decide;

import static io.haredis.operator.decide.Verdict.AT_RISK;
import static io.haredis.operator.decide.Verdict.LOST;
import static io.haredis.operator.decide.Verdict.REIGNS;
import static io.haredis.operator.decide.Verdict.SUSPECT;
import static io.haredis.operator.decide.Verdict.UNKNOWN;
import static io.haredis.operator.decide.Verdict.UNREACHABLE_BY_OPERATOR;
import static io.haredis.operator.decide.Verdict.UNWELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.decide.MasterRecord.Chosen;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server is ahead of the record: of an election that was interrupted, by a scale-down, or by a stranger's hand. */
class AheadOfRecordTest {
    private static void assertDecides(ACluster cluster, Verdict verdict, Action... actions) {
        Decision decision = cluster.decide();
        assertThat(decision.verdict()).as(decision.sentence()).isEqualTo(verdict);
        assertThat(decision.actions()).as(decision.sentence()).containsExactly(actions);
    }

    @Test
    void aStampAboveTheRecordIsAnInterruptedElection() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(2).fenced().stamp(6L);
        assertDecides(cluster, LOST, new Action.Elect());
        assertThat(cluster.decide().sentence()).contains("interrupted");
    }

    @Test
    void alsoIfTheMasterItselfIsStampedUnwellOrHeardByReplicas() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(0).fenced().stamp(6L);
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(0).unwell("BUSY");
        cluster.node(1).stamp(6L);
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(0).silentFor(50);
        assertDecides(cluster, SUSPECT);
        cluster.node(0).silentFor(1000);
        assertDecides(cluster, LOST, new Action.Elect());
    }

    @Test
    void anInterruptedElectionNeedsAMajorityToo() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(2).fenced().stamp(6L);
        cluster.node(0).refused();
        cluster.node(1).refused();
        assertDecides(cluster, UNKNOWN);
    }

    /** Its stamp keeps the next to leave away; of the others, and without a master, a stamp is an election's. */
    @Test
    void theStampOfTheNodeThatLeavesNextIsIgnoredWhileTheMasterReigns() {
        ACluster cluster = ACluster.healthy(3);
        cluster.wanted(1);
        cluster.node(2).fenced().stamp(6L);
        assertThat(cluster.decide().verdict()).isEqualTo(REIGNS);
        cluster.node(1).fenced().stamp(6L);
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(1).stamp(null);
        cluster.node(0).fenced();
        assertDecides(cluster, LOST, new Action.Elect());
    }

    /** Seen on a busy machine: the stamp that a scale-down left deposed a master that answered late once. */
    @Test
    void theStampOfTheNodeThatLeavesNextDeposesNoMasterThatAnswersLate() {
        ACluster cluster = ACluster.healthy(3);
        cluster.wanted(1);
        cluster.node(2).fenced().stamp(6L);
        cluster.node(0).silentFor(50);
        assertDecides(cluster, SUSPECT);
        cluster.node(0).unwell("BUSY");
        assertDecides(cluster, UNWELL);
        cluster.node(0).refused();
        cluster.node(1).moving();
        assertDecides(cluster, UNREACHABLE_BY_OPERATOR);
        cluster.node(0).silentFor(1000);
        cluster.node(1).fenced();
        assertDecides(cluster, LOST, new Action.Elect());
    }

    @Test
    void aStampOfTheRecordsEpochOrBelowIsHistory() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(2).stamp(5L);
        cluster.node(1).stamp(2L);
        assertDecides(cluster, REIGNS);
    }

    @Test
    void aForgedStampRaisesTheRecord() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(2).stamp(7L);
        assertDecides(cluster, LOST, new Action.Raise(7, false));
        cluster.recorded(r -> r.raisedTo(7, false));
        assertDecides(cluster, LOST, new Action.Elect());
        assertThat(hasReigned(cluster)).isTrue();
    }

    /** The raised record names nobody; who reigns on all the same is not deposed because of one late answer. */
    @Test
    void aMasterIsAwaitedThatARaisedRecordNamesNoMore() {
        ACluster cluster =
                ACluster.healthy(3).recorded(r -> r.raisedTo(7, false).raisedTo(9, false));
        cluster.node(0).silentFor(60);
        assertDecides(cluster, SUSPECT);
        cluster.node(0).unwell("BUSY");
        assertDecides(cluster, AT_RISK);
        assertThat(cluster.decide().sentence())
                .contains("c-0, which the record named before it was raised, answers BUSY", "accept-data-loss");
        cluster.node(0).silentFor(1000);
        assertDecides(cluster, LOST, new Action.Elect());
        cluster.node(0).reborn();
        assertDecides(cluster, LOST, new Action.Elect());
        assertThat(hasReigned(cluster)).isFalse();
    }

    /** An application that restores a dump may take the epoch away and leave a stamp. */
    @Test
    void aMasterWithoutItsEpochHasReignedAllTheSameThoughARaisedRecordNamesNobody() {
        ACluster cluster = ACluster.healthy(3).recorded(r -> r.raisedTo(7, false));
        cluster.nodes.forEach(n -> n.key(null));
        assertThat(hasReigned(cluster)).isTrue();
        cluster.node(0).key(3L);
        assertThat(hasReigned(cluster)).isTrue();
        cluster.node(0).fenced();
        assertThat(hasReigned(cluster)).isFalse();
    }

    /** A stamp asks for an election, which begins with nobody detached while the former master answers errors alone. */
    @Test
    void theFormerMasterIsAwaitedWhateverTheElectionIsHeldFor() {
        ACluster cluster = ACluster.healthy(3).recorded(r -> r.raisedTo(7, false));
        cluster.node(1).fenced().stamp(8L);
        cluster.node(2).fenced().stamp(8L);
        cluster.node(0).unwell("BUSY");
        assertDecides(cluster, LOST, new Action.Elect());
        assertThat(awaited(cluster)).contains(AT_RISK);
        cluster.asked(Requests.ACCEPT_DATA_LOSS, "7");
        assertThat(awaited(cluster)).isEmpty();
    }

    private static Optional<Verdict> awaited(ACluster cluster) {
        return Decide.awaited(cluster.policy(), cluster.snapshot(), cluster.theRecord())
                .map(Decision::verdict);
    }

    /** Whose data is of it, or of a reign before, is told by the epoch in which it was chosen. */
    @Test
    void theReignIsTheSameHoweverOftenTheRecordIsRaised() {
        MasterRecord chosen = ACluster.healthy(3).theRecord();
        assertThat(chosen.reign()).isEqualTo(chosen.epoch());
        MasterRecord raised = chosen.raisedTo(50, false).raisedTo(60, true);
        assertThat(raised.epoch()).isEqualTo(60);
        assertThat(raised.reign()).isEqualTo(chosen.epoch());
        assertThat(chosen.raisedTo(50, false).raisedTo(60, false).latest()).isEqualTo(chosen.epoch());
        assertThat(chosen.raisedTo(9, true).raisedTo(60, false).latest()).isEqualTo(9);
        assertThat(raised.succeeded(61, "c-1", chosen.chosen(), new MasterRecord.Elected(), null)
                        .reign())
                .isEqualTo(61);
    }

    @Test
    void aKeyAboveRaisesTheRecordAndTheMasterThatHasItStays() {
        ACluster cluster = ACluster.healthy(3);
        cluster.nodes.forEach(n -> n.key(9L));
        assertDecides(cluster, LOST, new Action.Raise(9, true));
        cluster.recorded(r -> r.raisedTo(9, true));
        assertDecides(cluster, REIGNS);
    }

    /** Else the raised record, which names nobody, would have one elected at once. */
    @Test
    void aMasterThatAnswersLateIsAwaitedBeforeTheRecordIsRaised() {
        ACluster cluster = ACluster.healthy(3);
        cluster.nodes.forEach(n -> n.key(9L));
        cluster.node(0).silentFor(50);
        assertDecides(cluster, SUSPECT);
    }

    /** Fenced by an election that was interrupted, it still is the one who may hold most. */
    @Test
    void whoReignedTakesPartAlsoWhenItIsFencedByNow() {
        ACluster cluster = ACluster.healthy(3);
        assertThat(hasReigned(cluster)).isTrue();
        cluster.node(0).fenced().stamp(6L);
        assertThat(hasReigned(cluster)).isTrue();
        cluster.node(0).silentFor(50);
        assertThat(hasReigned(cluster)).isFalse();
        assertThat(hasReigned(ACluster.elected(3))).isFalse();
        ACluster reborn = ACluster.healthy(3);
        reborn.node(0).reborn();
        assertThat(hasReigned(reborn)).isFalse();
    }

    private static boolean hasReigned(ACluster cluster) {
        return Decide.hasReigned(cluster.snapshot(), cluster.theRecord());
    }

    @Test
    void aKeyOfTheNextEpochAloneRaisesTheRecord() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(0).key(6L);
        assertDecides(cluster, LOST, new Action.Raise(6, true));
    }

    @Test
    void aKeyAboveOfACountedNodeThatTheMasterDoesNotHaveEndsItsReign() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(2).fenced().key(9L);
        assertDecides(cluster, LOST, new Action.Raise(9, false));
        cluster.recorded(r -> r.raisedTo(9, false));
        assertDecides(cluster, LOST, new Action.Elect());
    }

    @Test
    void theFirstElectionNeedsAllNodesOrProof() {
        ACluster cluster = ACluster.fresh(3);
        assertDecides(cluster, Verdict.STARTING, new Action.Elect());
        cluster.node(2).refused();
        assertDecides(cluster, Verdict.STARTING);
        cluster.node(2).unborn();
        assertDecides(cluster, Verdict.STARTING, new Action.Elect());
        cluster.node(1).unborn();
        assertDecides(cluster, Verdict.STARTING);
    }

    @Test
    void theFirstElectionWaitsForDataToBeLoaded() {
        ACluster cluster = ACluster.fresh(3);
        cluster.node(1).loading();
        assertDecides(cluster, Verdict.STARTING);
        cluster.node(1).unwell("LOADING");
        assertDecides(cluster, Verdict.STARTING);
    }

    @Test
    void aMasterThatIsOnlyHeardByItsReplicasKeepsItsReignThroughARecordOfAnyKind() {
        ACluster cluster = ACluster.healthy(3).recorded(r -> r.withMark(null));
        cluster.node(0).refused();
        cluster.node(1).moving();
        assertDecides(cluster, UNREACHABLE_BY_OPERATOR);
        cluster.recorded(r -> new MasterRecord(
                r.epoch(),
                r.holder(),
                new Chosen("run-0", "x", 900),
                new MasterRecord.Moved("c-1", "run-1"),
                r.members(),
                r.k(),
                null));
        assertDecides(cluster, UNREACHABLE_BY_OPERATOR);
    }

    @Test
    void aHolderThatHasTheKeyAboveButIsFencedDoesNotReign() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(0).fenced().key(9L);
        assertDecides(cluster, LOST, new Action.Raise(9, false));
        cluster.node(0).reborn().master();
        assertDecides(cluster, LOST, new Action.Raise(9, false));
    }

    @Test
    void aServerThatAnswersWasBorn() {
        ACluster cluster = ACluster.fresh(3);
        cluster.node(0).unborn = true;
        assertThat(cluster.snapshot().node("c-0").isUnborn()).isFalse();
        assertThat(cluster.snapshot().node("c-9").isUnborn()).isFalse();
        cluster.node(0).unborn();
        assertThat(cluster.snapshot().node("c-0").isUnborn()).isTrue();
    }
}
