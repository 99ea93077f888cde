package io.haredis.operator.decide;

import static io.haredis.operator.decide.Verdict.REIGNS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under a reigning master: known, attached, in sync, counted; and what the master itself needs. Sections 8 and 9. */
class ReplicasTest {
    private final ACluster cluster = ACluster.healthy(3);

    private void assertRepairs(Action... actions) {
        Decision decision = cluster.decide();
        assertThat(decision.verdict()).as(decision.sentence()).isEqualTo(REIGNS);
        assertThat(decision.actions()).containsExactly(actions);
    }

    @Test
    void aProcessThatTheRecordDoesNotKnowIsFirstMadeKnown() {
        cluster.node(1).reborn();
        assertRepairs(new Action.Know("c-1", "reborn-c-1"));
    }

    @Test
    void thenAttached() {
        cluster.node(1).reborn();
        cluster.member(1, "reborn-c-1", "run-1", true);
        assertRepairs(new Action.Attach("c-1", "reborn-c-1"));
    }

    @Test
    void thenWaitedForWhileItSynchronizes() {
        cluster.member(1, "run-1", "an-earlier-run", true);
        cluster.node(1).follows(cluster.node(0), false);
        assertRepairs();
        cluster.node(1).syncing();
        assertRepairs();
        cluster.node(1).follows(cluster.node(0), true);
        assertRepairs();
    }

    @Test
    void thenCountedWhenMasterAndReplicaAgreeThatTheStreamFlows() {
        cluster.member(1, "run-1", "an-earlier-run", true);
        cluster.node(1).notStreamed();
        assertRepairs();
        cluster.node(1).streamed = true;
        assertRepairs(new Action.Count("c-1", "run-1"));
        cluster.node(1).at("x", 0);
        assertRepairs();
    }

    /** What the stranger alone acknowledges, this one would be believed to have. */
    @Test
    void butNotWhileTheMasterFeedsAServerThatIsNoMember() {
        cluster.member(1, "run-1", "an-earlier-run", true);
        cluster.newNode().follows(cluster.node(0), true);
        assertRepairs();
    }

    @Test
    void aCountedReplicaWhoseLinkIsDownIsLeftToReconnect() {
        cluster.node(1).follows(cluster.node(0), false);
        assertRepairs();
    }

    @Test
    void aReplicaOfAnotherServerIsTurned() {
        cluster.node(2).follows(cluster.node(1), true);
        assertRepairs(new Action.Attach("c-2", "run-2"));
    }

    @Test
    void anOldMasterThatNeverDiedIsDemotedLikeAnyNode() {
        cluster.node(2).master().key(4L).beat(4, 800).at("x", 800);
        assertRepairs(new Action.Attach("c-2", "run-2"));
        cluster.node(2).beat(4, 99_999).at("x", 99_999);
        assertRepairs(new Action.Fence("c-2", "run-2"));
    }

    @Test
    void aNodeThatLoadsItsDataIsLeftToLoad() {
        cluster.node(1).reborn().loading();
        assertRepairs();
    }

    @Test
    void aCountedProcessThatLostItsKeysIsStampedBeforeItIsAttached() {
        cluster.node(1).fenced().key(null);
        assertRepairs(new Action.Stamp("c-1", "run-1"));
        cluster.node(1).stamp(4L);
        assertRepairs(new Action.Stamp("c-1", "run-1"));
        cluster.node(1).stamp(5L);
        assertRepairs(new Action.Attach("c-1", "run-1"));
    }

    /** One that somebody made a master, or a replica of another, before it joined: what attaches it asks for the stamp. */
    @Test
    void aProcessWithoutKeysThatIsNotFencedIsStampedBeforeItIsAttached() {
        cluster.member(1, "run-1", null, true);
        cluster.node(1).master().key(null);
        assertRepairs(new Action.Stamp("c-1", "run-1"));
        cluster.node(1).fenced().stamp(5L);
        assertRepairs(new Action.Attach("c-1", "run-1"));
    }

    @Test
    void anEmptyProcessThatIsNotCountedNeedsNoStamp() {
        cluster.node(1).reborn().key(null);
        cluster.member(1, "reborn-c-1", "run-1", true);
        assertRepairs(new Action.Attach("c-1", "reborn-c-1"));
    }

    @Test
    void allAreRepairedInOnePassAndOneOfThemDoesNotWaitForAnother() {
        cluster.node(1).reborn();
        cluster.node(2).fenced();
        cluster.node(0).key(null);
        assertRepairs(new Action.Know("c-1", "reborn-c-1"), new Action.Attach("c-2", "run-2"), new Action.WriteKeys(1));
    }

    @ParameterizedTest(name = "epoch {0}, quorum {1}: written {2}")
    @CsvSource(
            nullValues = "none",
            value = {"5, 1, false", "none, 1, true", "5, none, true", "5, 0, true", "5, 2, false", "none, none, true"})
    void lostKeysOrAHigherKAreWrittenOnTheMaster(Long epoch, Long quorum, boolean written) {
        cluster.node(0).key(epoch).quorum(quorum);
        if (written) {
            assertRepairs(new Action.WriteKeys(1));
        } else {
            assertRepairs();
        }
    }

    @ParameterizedTest(name = "N = 5, Quorum {0}, the spec says {1}, set is {2}: becomes {3}")
    @CsvSource(
            nullValues = "none",
            value = {
                "false, none, 2, none", "false, none, 0, 2", "false, 0, 0, none", "false, 0, 2, 0", "false, 4, 2, 4",
                "true, none, 1, 2", "true, 0, 0, 2", "true, 1, 2, none", "true, 3, 2, 3", "false, none, -1, none"
            })
    void minReplicasFollowTheSpecButUnderQuorumNeverBelowK(boolean durable, Integer spec, long set, Integer becomes) {
        ACluster five = ACluster.healthy(5);
        if (durable) {
            five.durable();
        }
        if (spec != null) {
            five.minReplicas(spec);
        }
        five.node(0).minReplicas = set;
        assertThat(five.decide().actions())
                .isEqualTo(
                        becomes == null ? java.util.List.of() : java.util.List.of(new Action.SetMinReplicas(becomes)));
    }

    /** Whatever else there is to do might fail again and again. */
    @Test
    void whoWasPromotedAndNotOpenedIsOpenedBeforeAllElse() {
        cluster.node(0).minReplicas = Policy.CLOSED;
        cluster.node(2).fenced();
        assertThat(cluster.decide().actions()).containsExactly(new Action.Open(1));
        assertThat(cluster.node(0).key(null)).isNotNull();
        assertThat(cluster.decide().actions())
                .doesNotContain(new Action.Open(1))
                .contains(new Action.WriteKeys(1));
    }

    @Test
    void minReplicasFollowOnlyOnceTheNewNodeIsCounted() {
        ACluster growing = ACluster.healthy(3).wanted(4).recorded(r -> r.withK(2));
        growing.node(0).quorum(2L);
        growing.newNode().follows(growing.node(0), true).at("x", 1000);
        growing.member(3, "run-3", null, false);
        assertThat(growing.decide().actions()).containsExactly(new Action.Count("c-3", "run-3"));
        growing.member(3, "run-3", "run-3", true);
        assertThat(growing.decide().actions()).containsExactly(new Action.SetMinReplicas(2));
    }

    @Test
    void aNodeThatIsFresherThanTheMasterIsNeverAttached() {
        cluster.node(0).beat(5, 800);
        cluster.node(2).reborn().at("w", 0).beat(5, 900);
        cluster.member(2, "reborn-c-2", "run-2", true);
        Decision decision = cluster.decide();
        assertThat(decision.verdict()).isEqualTo(REIGNS); // and the others are looked after
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.sentence()).contains("c-2 holds data that is fresher");
    }

    @ParameterizedTest(name = "beat {0}:{1}")
    @CsvSource({"5, 800", "5, 799", "4, 9999"})
    void dataThatIsNotFresherIsReplaced(long epoch, long offset) {
        cluster.node(0).beat(5, 800);
        cluster.node(2).reborn().at("w", 0).beat(epoch, offset);
        cluster.member(2, "reborn-c-2", "run-2", true);
        assertRepairs(new Action.Attach("c-2", "reborn-c-2"));
    }

    @Test
    void aMasterWithoutABeatIsNotOlderThanAnybody() {
        // FLUSHALL while c-2 was down: absent is unknown, and the process that reigns forgot nothing.
        cluster.node(2).reborn().at("w", 0).beat(5, 900);
        cluster.member(2, "reborn-c-2", "run-2", true);
        assertRepairs(new Action.Attach("c-2", "reborn-c-2"));
    }

    @Test
    void whatAnOldMasterTookAfterItsReignEndedIsReplaced() {
        // Async: the winner's beat is of the reign before too, and not the last of it.
        cluster.node(0).beat(4, 800);
        cluster.node(2).reborn().at("w", 0).beat(4, 900);
        cluster.member(2, "reborn-c-2", "run-2", true);
        assertRepairs(new Action.Attach("c-2", "reborn-c-2"));
    }

    @Test
    void dataThatTheMasterProvablyHoldsIsNotFresherWhateverItsBeat() {
        cluster.node(0).beat(5, 800);
        cluster.node(2).reborn().at("x", 999).beat(5, 900);
        cluster.member(2, "reborn-c-2", "run-2", true);
        assertRepairs(new Action.Attach("c-2", "reborn-c-2"));
    }

    @Test
    void aNodeThatIsAttachedAlreadyIsLeftToSynchronize() {
        cluster.node(0).beat(5, 800);
        cluster.node(2).reborn().at("w", 0).beat(5, 900).follows(cluster.node(0), false);
        cluster.member(2, "reborn-c-2", "run-2", true);
        assertRepairs();
    }
}
