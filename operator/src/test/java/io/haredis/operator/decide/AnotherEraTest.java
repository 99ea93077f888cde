package io.haredis.operator.decide;

import static io.haredis.operator.decide.Verdict.LOST;
import static io.haredis.operator.decide.Verdict.REIGNS;
import static io.haredis.operator.decide.Verdict.UNKNOWN;
import static io.haredis.operator.decide.Verdict.UNREACHABLE_BY_OPERATOR;
import static io.haredis.operator.decide.Verdict.UNWELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Skipped;
import org.junit.jupiter.api.Test;

/** A volume of an earlier cluster, say, whose epochs ran higher. To attach it would wipe it. */
class AnotherEraTest {
    private final ACluster cluster = ACluster.healthy(3);

    private static void foreign(ANode node) {
        node.reborn().key(9L).stamp(9L).at("other", 5000);
    }

    private void assertDecides(Verdict verdict, Action... actions) {
        Decision decision = cluster.decide();
        assertThat(decision.verdict()).as(decision.sentence()).isEqualTo(verdict);
        assertThat(decision.actions()).as(decision.sentence()).containsExactly(actions);
    }

    @Test
    void besideAMasterItIsLeftAloneAndTold() {
        foreign(cluster.node(2));
        assertDecides(REIGNS);
        assertThat(cluster.decide().aside())
                .contains("c-2 carries epoch 9, which no recorded reign had, up to 5", "volume claim");
        cluster.node(2).key(4L).stamp(null);
        assertDecides(REIGNS, new Action.Know("c-2", "reborn-c-2"));
        assertThat(cluster.decide().aside()).isEmpty();
    }

    /** Nothing that a replica lacks in that moment makes a stranger's number true. */
    @Test
    void itDeposesNobodyWhateverTheOthersLook() {
        foreign(cluster.node(2));
        cluster.node(1).follows(cluster.node(0), false);
        assertDecides(REIGNS);
        cluster.node(1).reborn().key(null);
        assertDecides(REIGNS, new Action.Know("c-1", "reborn-c-1"));
        cluster.node(1).silentFor(50);
        assertDecides(REIGNS);
    }

    @Test
    void norOneWithoutKeys() {
        foreign(cluster.node(2));
        cluster.node(0).key(null);
        assertDecides(REIGNS, new Action.WriteKeys(1));
    }

    @Test
    void norOneThatIsBusyOrHeardByItsReplicasAlone() {
        foreign(cluster.node(2));
        cluster.node(0).unwell("BUSY");
        assertDecides(UNWELL);
        cluster.node(0).refused();
        cluster.node(1).moving();
        assertDecides(UNREACHABLE_BY_OPERATOR);
    }

    @Test
    void norTheMasterOfTwo() {
        ACluster two = ACluster.healthy(2);
        foreign(two.node(1));
        assertThat(two.decide().verdict()).isEqualTo(REIGNS);
        assertThat(two.decide().actions()).isEmpty();
    }

    /** Somebody attached it by hand: until the master's data are there it shows its own keys. */
    @Test
    void norWhileItReadsTheMastersData() {
        foreign(cluster.node(2));
        cluster.node(2).follows(cluster.node(0), false);
        assertDecides(REIGNS);
    }

    /** The election was held, or the move is under way: nothing of that is in doubt. */
    @Test
    void whoWasChosenIsPromotedAllTheSame() {
        ACluster elected = ACluster.elected(3);
        foreign(elected.node(2));
        assertThat(elected.decide().actions()).containsExactly(new Action.Finish());
        ACluster moving = ACluster.moving(3);
        foreign(moving.node(2));
        assertThat(moving.decide().actions()).containsExactly(new Action.ContinueMove());
    }

    /** An application wrote it: the record goes up to that, and no further. */
    @Test
    void theRecordIsRaisedToTheMastersNumberAlone() {
        foreign(cluster.node(2));
        cluster.node(0).key(7L);
        assertDecides(LOST, new Action.Raise(7, true));
    }

    /** Else a node of its number would pass for one of the reign that comes up to it. */
    @Test
    void theNextPlannedReignIsAboveIt() {
        assertThat(AnotherEra.nextEpoch(cluster.snapshot(), cluster.theRecord()))
                .isEqualTo(6);
        foreign(cluster.node(2));
        assertThat(AnotherEra.nextEpoch(cluster.snapshot(), cluster.theRecord()))
                .isEqualTo(10);
        cluster.node(2).stamp(12L);
        assertThat(AnotherEra.nextEpoch(cluster.snapshot(), cluster.theRecord()))
                .isEqualTo(13);
    }

    /** Its data are no truer for it. */
    @Test
    void itIsLeftAloneStillWhenTheRecordHasPassedItsNumber() {
        cluster.nodes.forEach(n -> n.key(10L));
        foreign(cluster.node(2));
        MasterRecord raised = cluster.theRecord().raisedTo(9, false);
        cluster.recorded(r -> raised.succeeded(10, "c-0", r.chosen(), r.origin(), null));
        assertDecides(REIGNS);
        assertThat(cluster.decide().aside()).contains("c-2 carries epoch 9");
        cluster.recorded(r -> raised.succeeded(10, "c-0", r.chosen(), r.origin(), null, Skipped.NONE));
        assertDecides(REIGNS, new Action.Know("c-2", "reborn-c-2"));
    }

    /** Its key keeps operators away that slept, as a stamp would. */
    @Test
    void itLeavesAsItIs() {
        cluster.wanted(2);
        foreign(cluster.node(2));
        cluster.node(2).stamp(null);
        assertDecides(REIGNS, new Action.Forget("c-2"));
    }

    /** All who are elected must be above it. */
    @Test
    void onceTheMasterIsLostTheRecordIsRaisedAboveIt() {
        foreign(cluster.node(2));
        cluster.node(0).refused();
        assertDecides(LOST, new Action.Raise(9, false));
        cluster.node(1).silentFor(50);
        assertDecides(UNKNOWN);
    }

    @Test
    void whereAMajorityCarriesMoreTheRecordIsOld() {
        foreign(cluster.node(2));
        foreign(cluster.node(1));
        assertDecides(LOST, new Action.Raise(9, false));
    }

    /** It was promoted, and no promotion precedes its record. */
    @Test
    void whereAMasterCarriesMoreTheRecordIsOld() {
        foreign(cluster.node(2));
        cluster.node(2).master();
        assertDecides(LOST, new Action.Raise(9, false));
    }

    /** Else k would go up for it, and nobody else could join or leave. */
    @Test
    void itDoesNotJoin() {
        cluster.wanted(5);
        foreign(cluster.newNode());
        assertDecides(REIGNS);
        cluster.newNode();
        assertDecides(REIGNS, new Action.RecordK(2));
    }

    /** What the stranger alone acknowledges, a new process would be believed to have. */
    @Test
    void aServerThatTheMasterFeedsAndThatIsNoMemberIsTold() {
        cluster.member(1, "run-1", "an-earlier-run", true);
        cluster.newNode().follows(cluster.node(0), true);
        assertDecides(REIGNS);
        assertThat(cluster.decide().aside())
                .contains("c-1 is in sync and does not count yet, because c-0 also feeds")
                .contains("no node of this cluster");
        cluster.member(1, "run-1", "run-1", true);
        assertThat(cluster.decide().aside()).isEmpty();
    }
}
