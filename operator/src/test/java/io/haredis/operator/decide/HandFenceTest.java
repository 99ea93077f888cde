package io.haredis.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code haredis.io/fence}: never master, else a node like any other. */
class HandFenceTest {
    private static final String WHY = "c-0 is fenced by hand (haredis.io/fence)";

    @ParameterizedTest(name = "fence={0}: moved to {1}")
    @CsvSource({"c-0, c-1", "'c-0,c-1', c-2", "'c-0,c-1,c-2',", "c-1,", "c-9,"})
    void aFencedMasterIsLeftForOneThatIsNotFenced(String fenced, String target) {
        ACluster cluster = ACluster.healthy(3).asked(Requests.FENCE, fenced);
        Action[] expected =
                target == null ? new Action[0] : new Action[] {new Action.Move(target, WHY, Action.Occasion.FENCED)};
        assertThat(cluster.decide().actions()).containsExactly(expected);
    }

    @Test
    void itWaitsUntilOneCanTakeOver() {
        ACluster cluster = ACluster.healthy(2).asked(Requests.FENCE, "c-0");
        cluster.node(1).notStreamed();
        assertThat(cluster.decide().actions()).isEmpty();
    }

    /** It is attached, counted and kept like the others. */
    @Test
    void aFencedReplicaStaysAReplica() {
        ACluster cluster = ACluster.healthy(3).asked(Requests.FENCE, "c-1");
        cluster.node(1).fenced();
        assertThat(cluster.decide().actions()).containsExactly(new Action.Attach("c-1", "run-1"));
    }

    @Test
    void aFencedMasterThatLeavesIsMovedOnce() {
        ACluster cluster = ACluster.healthy(3).reignedByLast().wanted(2).asked(Requests.FENCE, "c-2");
        assertThat(cluster.decide().actions())
                .filteredOn(Action::isChangeOfMaster)
                .hasSize(1);
    }
}
