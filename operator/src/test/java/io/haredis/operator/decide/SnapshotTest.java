package io.haredis.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** One process under two names: an address that the API shows of one node is another's by now. */
class SnapshotTest {
    @Test
    void aProcessIsWhoseTheRecordSays() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(0).runId = cluster.node(1).runId;
        Snapshot distinct = cluster.snapshot().distinct(cluster.theRecord());
        assertThat(distinct.node("c-0").contact()).isEqualTo(new Contact.Absent());
        assertThat(distinct.node("c-1").state()).isPresent();
        assertThat(distinct.node("c-2").state()).isPresent();
    }

    @Test
    void orNobodys() {
        ACluster cluster = ACluster.fresh(3);
        cluster.node(0).runId = cluster.node(1).runId;
        Snapshot distinct = cluster.snapshot().distinct(null);
        assertThat(distinct.node("c-0").contact()).isInstanceOf(Contact.Unwell.class);
        assertThat(distinct.node("c-1").contact()).isInstanceOf(Contact.Unwell.class);
        assertThat(distinct.usable(List.of("c-0", "c-1", "c-2"))).hasSize(1);
    }

    @Test
    void whatIsDistinctStaysAsItIs() {
        Snapshot snapshot = ACluster.healthy(3).snapshot();
        assertThat(snapshot.distinct(null)).isSameAs(snapshot);
    }
}
