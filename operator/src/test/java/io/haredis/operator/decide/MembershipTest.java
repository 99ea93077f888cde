package io.haredis.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members and k: one node at a time, k first on the way up and last on the way down. See docs/failover.md, "Joining and leaving". */
class MembershipTest {
    private static void assertDoes(ACluster cluster, Action... actions) {
        Decision decision = cluster.decide();
        assertThat(decision.verdict()).as(decision.sentence()).isEqualTo(Verdict.REIGNS);
        assertThat(decision.actions()).containsExactly(actions);
    }

    @ParameterizedTest(name = "from {0} nodes: k {1} before a node is added")
    @CsvSource(
            nullValues = "none",
            value = {"1, none", "2, none", "3, 2", "4, none", "5, 3", "6, none"})
    void kGoesUpFirst(int size, Integer raised) {
        ACluster cluster = ACluster.healthy(size).wanted(size + 1);
        cluster.newNode();
        if (raised == null) {
            assertDoes(cluster, new Action.Know("c-" + size, "run-" + size));
        } else {
            assertDoes(cluster, new Action.RecordK(raised));
        }
    }

    @Test
    void thenOnTheMasterBeforeTheNodeMayJoin() {
        ACluster cluster = ACluster.healthy(3).wanted(4).recorded(r -> r.withK(2));
        cluster.newNode();
        assertDoes(cluster, new Action.WriteKeys(2));
        cluster.node(0).quorum(2L);
        assertDoes(cluster, new Action.Know("c-3", "run-3"));
    }

    @Test
    void whoWasAttachedByHandBeforeItIsAMemberIsTurnedAwayFirst() {
        ACluster cluster = ACluster.healthy(3).wanted(4);
        cluster.newNode().follows(cluster.node(0), true);
        assertDoes(cluster, new Action.TurnAway("c-3", "run-3"));
        cluster.node(3).fenced().stamp(ACluster.EPOCH);
        assertDoes(cluster, new Action.RecordK(2));
    }

    @Test
    void thenTheNodeIsAttachedAndCountedAndIsAMember() {
        ACluster cluster = ACluster.healthy(4).recorded(r -> r.withK(2)).member(3, "run-3", null, false);
        cluster.node(0).minReplicas = 1;
        cluster.node(3).fenced().key(null);
        assertDoes(cluster, new Action.Attach("c-3", "run-3"));
        cluster.node(3).follows(cluster.node(0), true);
        assertDoes(cluster, new Action.Count("c-3", "run-3"));
    }

    @Test
    void fromOneToTwoKGoesUpAfterTheSync() {
        ACluster cluster = ACluster.healthy(2).recorded(r -> r.withK(0));
        cluster.node(0).quorum(0L);
        cluster.node(0).minReplicas = 0;
        cluster.member(1, "run-1", null, false);
        assertDoes(cluster, new Action.Count("c-1", "run-1"));
        cluster.member(1, "run-1", "run-1", true);
        assertDoes(cluster, new Action.SetMinReplicas(1), new Action.RecordK(1));
    }

    @Test
    void oneNodeJoinsAtATime() {
        ACluster cluster = ACluster.healthy(3).wanted(5).recorded(r -> r.withK(2));
        cluster.node(0).quorum(2L);
        cluster.newNode();
        cluster.newNode();
        assertDoes(cluster, new Action.Know("c-3", "run-3"));
        cluster.member(3, "run-3", null, false);
        assertDoes(cluster, new Action.Attach("c-3", "run-3"));
        cluster.node(3).follows(cluster.node(0), false);
        assertDoes(cluster);
    }

    @Test
    void aNewNodeThatDoesNotAnswerYetChangesNothing() {
        ACluster cluster = ACluster.healthy(3).wanted(4);
        cluster.newNode().refused();
        assertDoes(cluster);
        cluster.node(3).contact = null;
        cluster.node(3).loading();
        assertDoes(cluster);
    }

    @Test
    void aPodThatIsNotWantedIsNotTakenIn() {
        ACluster cluster = ACluster.healthy(3);
        cluster.newNode();
        assertDoes(cluster);
    }

    @Test
    void aNodeThatLeavesIsDetachedFirst() {
        ACluster cluster = ACluster.healthy(4).wanted(3);
        assertDoes(cluster, new Action.Release("c-3", "run-3"));
    }

    @Test
    void thenForgotten() {
        ACluster cluster = ACluster.healthy(4).wanted(3);
        cluster.node(3).fenced();
        assertDoes(
                cluster, new Action.Release("c-3", "run-3")); // by hand: without the stamp it could be attached again
        cluster.node(3).stamp(6L);
        assertDoes(cluster, new Action.Forget("c-3"));
    }

    @Test
    void aSilentOneLeavesOnlyWhenItsPodIsGone() {
        ACluster cluster = ACluster.healthy(4).wanted(3);
        cluster.node(3).refused();
        assertDoes(cluster);
        cluster.node(3).absent();
        assertDoes(cluster, new Action.Forget("c-3"));
    }

    @Test
    void theHighestNumberLeavesFirst() {
        ACluster cluster = ACluster.healthy(11).wanted(8);
        assertDoes(cluster, new Action.Release("c-10", "run-10"));
    }

    /** Until its own turn it counts among those who must hold the data, or the first could never leave. */
    @Test
    void oneThatLeavesLaterIsRepairedUntilThen() {
        ACluster cluster = ACluster.healthy(3).wanted(1).member(1, "run-of-before", "run-of-before", true);
        cluster.node(1).fenced().key(null);
        cluster.node(2).fenced().stamp(6L);
        assertDoes(cluster, new Action.Know("c-1", "run-1"), new Action.Forget("c-2"));
    }

    @Test
    void onlyThenKGoesDownAndNotBeforeThePodIsGone() {
        ACluster cluster = ACluster.healthy(4).wanted(3).recorded(r -> r.without("c-3"));
        cluster.node(0).minReplicas = 1;
        cluster.node(3).fenced();
        assertDoes(cluster);
        cluster.node(3).absent();
        assertDoes(cluster, new Action.RecordK(1));
    }

    @Test
    void kDoesNotGoDownWhileANodeJoins() {
        ACluster cluster = ACluster.healthy(4).recorded(r -> r.withK(2)).member(3, "run-3", null, false);
        cluster.node(0).minReplicas = 1;
        cluster.node(3).refused();
        assertDoes(cluster);
    }
}
