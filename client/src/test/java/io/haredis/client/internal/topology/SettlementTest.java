package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.internal.node.NodeReport;
import io.haredis.protocol.Lineage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

/** What proves that an old master lost nothing. */
class SettlementTest {
    private static NodeReport node(String runId, boolean master, Lineage lineage) {
        return new NodeReport(new HostAndPort("a", 6379), runId, master, null, true, false, lineage, 1L, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        // process, master, replid, replid2, until, proof
        "same, false, new, old, 100, true",
        "same, true, old, none, -1, false",
        "same, false, old, none, -1, false",
        "same, false, new, none, -1, false",
        "same, false, new, older, 100, false",
        "other, false, new, old, 100, false",
        "same, true, new, old, 100, false",
    })
    void onlyAPartialResyncProves(String process, boolean master, String id, String former, long until, boolean proof) {
        NodeReport reigned = node("same", true, new Lineage("old", "older", 50, 90));
        NodeReport now = node(process, master, new Lineage(id, former, until, 120));
        assertThat(Settlement.isProof(reigned, now)).isEqualTo(proof);
    }
}
