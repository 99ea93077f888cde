package io.haredis.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whose volume can be done without. */
class RedundancyTest {
    private static boolean given(ACluster cluster, String without) {
        return Redundancy.isGivenWithout(without, cluster.snapshot(), cluster.theRecord());
    }

    @Test
    void whatALostReplicaHeldTheMasterAndAnotherHold() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(1).absent();
        assertThat(given(cluster, "c-1")).isTrue();
    }

    @Test
    void oneThatIsInSyncMakesNoMajorityWithoutTheOthers() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(1).absent();
        cluster.node(2).syncing();
        assertThat(given(cluster, "c-1")).isFalse();
        assertThat(given(ACluster.healthy(2), "c-1")).isFalse();
    }

    @Test
    void aMajorityOfFiveDoesWithoutTwo() {
        ACluster cluster = ACluster.healthy(5);
        cluster.node(3).absent();
        cluster.node(4).absent();
        assertThat(given(cluster, "c-3")).isTrue();
        cluster.node(2).absent();
        assertThat(given(cluster, "c-3")).isFalse();
    }

    @Test
    void theMastersVolumeIsNeverGivenUpNorAnyWithoutOne() {
        ACluster cluster = ACluster.healthy(3);
        assertThat(given(cluster, "c-0")).isFalse();
        cluster.node(0).silentFor(5000);
        assertThat(given(cluster, "c-1")).isFalse();
        assertThat(given(ACluster.elected(3), "c-1")).isFalse();
    }

    private static boolean mayDrain(ACluster cluster) {
        return Redundancy.isGivenWithoutAnyOne(cluster.snapshot(), cluster.theRecord());
    }

    @Test
    void oneMayBeDrainedWhereAllAreInSync() {
        for (int size = 1; size <= 5; size++) {
            assertThat(mayDrain(ACluster.healthy(size))).as("%d nodes", size).isTrue();
        }
    }

    @Test
    void noneIsDrainedWhileWhatTheLastDrainTookIsMissing() {
        for (int size = 2; size <= 4; size++) {
            ACluster cluster = ACluster.healthy(size);
            cluster.node(1).syncing();
            assertThat(mayDrain(cluster)).as("%d nodes", size).isFalse();
            cluster.node(1).absent();
            assertThat(mayDrain(cluster)).as("%d nodes", size).isFalse();
        }
    }

    /** After a partial resync the stream flows at once, and it may lack much yet. */
    @Test
    void norBeforeItCounts() {
        ACluster cluster = ACluster.healthy(3).member(1, "run-1", "an-earlier-run", true);
        assertThat(mayDrain(cluster)).isFalse();
    }

    @Test
    void aPodThatLeavesAndIsNoMemberMoreKeepsNobody() {
        ACluster cluster = ACluster.healthy(1);
        cluster.newNode().leaving = true;
        assertThat(mayDrain(cluster)).isTrue();
    }

    @Test
    void aMajorityWithoutAnyOneIsEnough() {
        ACluster cluster = ACluster.healthy(5);
        cluster.node(4).syncing();
        assertThat(mayDrain(cluster)).isTrue();
        cluster.node(3).syncing();
        assertThat(mayDrain(cluster)).isFalse();
    }

    @Test
    void noneIsDrainedWhileNodesAreAdded() {
        ACluster cluster = ACluster.healthy(1);
        cluster.newNode().syncing();
        assertThat(mayDrain(cluster)).isFalse();
    }

    @Test
    void noneIsDrainedWithoutAMaster() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(0).silentFor(5000);
        assertThat(mayDrain(cluster)).isFalse();
        assertThat(mayDrain(ACluster.elected(3))).isFalse();
    }
}
