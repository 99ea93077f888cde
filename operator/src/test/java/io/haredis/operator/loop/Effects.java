package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.TestCluster;

/** How many effects an election or a planned move has: a fault befalls each in turn, until one comes too late. */
final class Effects {
    private static final int LEAST = 10;
    private static final int MOST = 60;

    private Effects() {}

    /** True if the fault met that effect, or the operator gave up before it (a server was silent for a moment), in that epoch. */
    static boolean mayBeMore(TestCluster cluster, Fault fault, int effect, long epoch) {
        return fault.happened() || (effect < MOST && cluster.record().epoch() == epoch);
    }

    static void assertAllMet(int effects) {
        assertThat(effects).as("effects").isBetween(LEAST, MOST);
    }
}
