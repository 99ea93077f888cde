package io.haredis.operator.decide;

import static io.haredis.operator.decide.ACluster.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Lineage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** c-0 reigns: promoted from x at 900, now at 1000 of y. c-2 is to be attached. */
class DivergenceTest {
    private static final Action ATTACH = new Action.Attach("c-2", "run-2");
    private static final Action FENCE = new Action.Fence("c-2", "run-2");
    private static final Action SAVE = new Action.SaveCopy("c-2", "run-2");
    private static final String COPY = Divergence.file(EPOCH);

    private final ACluster cluster = ACluster.healthy(3);
    private ANode node;

    @BeforeEach
    void start() {
        cluster.node(0).with(new Lineage("y", "x", 901, 1000));
        cluster.node(1).at("y", 1000);
        node = cluster.node(2).fenced();
    }

    private void assertDoes(Action... actions) {
        assertThat(cluster.decide().actions()).containsExactly(actions);
    }

    @ParameterizedTest(name = "{0} at {1}, epoch {2}: {3}")
    @CsvSource({
        "x, 900, 4, ATTACH",
        "x, 901, 4, SAVE",
        "x, 100, 4, ATTACH",
        "y, 1000, 5, ATTACH",
        "y, 1001, 5, SAVE",
        "y, 1001, 4, SAVE",
        "w, 1, 5, ATTACH", // restarted from its append-only file, with data of this reign
        "w, 1, 4, SAVE", // the same of an earlier reign: its last writes may be in nobody else
        "w, 1, , SAVE"
    })
    void whatTheMasterDoesNotHoldIsSavedFirst(String id, long offset, Long epoch, String action) {
        node.at(id, offset).key(epoch);
        cluster.member(2, "run-2", null, true);
        assertDoes(action.equals("SAVE") ? SAVE : ATTACH);
    }

    /** Made master by hand in this reign, and written to. */
    @Test
    void aForkOfThisReignIsKnownByItsFormerId() {
        node.with(new Lineage("z", "y", 951, 960));
        assertDoes(SAVE);
        node.with(new Lineage("z", "y", 951, 950));
        assertDoes(ATTACH);
    }

    @Test
    void whoWritesOrFollowsAnotherIsFencedFirst() {
        node.at("x", 950).key(4L);
        node.master();
        assertDoes(FENCE);
        node.follows(cluster.node(1), true);
        assertDoes(FENCE);
        node.fenced();
        assertDoes(SAVE);
    }

    @Test
    void theSaveIsWaitedForAndThenTheNodeIsAttached() {
        node.at("x", 950).key(4L).disk(COPY, 0);
        assertDoes();
        node.disk(COPY, 600);
        assertDoes();
        node.disk(COPY, -1);
        assertDoes(ATTACH);
    }

    @Test
    void butNotForEver() {
        node.at("x", 950).key(4L).disk(COPY, 601);
        assertDoes(ATTACH);
    }

    @Test
    void aSaveOrRewriteThatRunsAlreadyIsWaitedForToo() {
        node.at("x", 950).key(4L).disk("dump.rdb", 3);
        assertDoes();
    }

    @Test
    void aCopyOfAnEarlierReignIsNotThisOne() {
        node.at("x", 950).key(4L).disk(Divergence.file(EPOCH - 1), -1);
        assertDoes(SAVE);
        assertThat(Divergence.file(EPOCH - 1)).isNotEqualTo(COPY);
        assertThat(Divergence.file(EPOCH + 2)).isEqualTo(COPY);
    }

    @Test
    void withoutAVolumeOrWithoutDataThereIsNothingToKeep() {
        node.at("x", 950).key(4L);
        cluster.withoutVolumes();
        assertDoes(ATTACH);
        ACluster other = ACluster.healthy(3);
        other.node(2).fenced().at("w", 0).key(4L).withoutData();
        assertThat(other.decide().actions()).containsExactly(ATTACH);
    }
}
