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
}
