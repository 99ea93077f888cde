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
    private static final NodeReport REIGNED = node("same", true, new Lineage("old", "older", 50, 90));
    private static final NodeReport NEXT = node("next", true, new Lineage("new", "old", 100, 110));

    private static NodeReport node(String runId, boolean master, Lineage lineage) {
        return node(runId, master, true, false, lineage);
    }

    private static NodeReport node(String runId, boolean master, boolean linkUp, boolean loading, Lineage lineage) {
        return new NodeReport(new HostAndPort("a", 6379), runId, master, null, linkUp, loading, lineage, 1L, List.of());
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
        // another master in between, which died before the present one had what it had
        "same, false, between, old, 100, false",
        "same, false, new, between, 100, false",
    })
    void onlyAPartialResyncProves(String process, boolean master, String id, String former, long until, boolean proof) {
        NodeReport now = node(process, master, new Lineage(id, former, until, 120));
        assertThat(Settlement.isProof(REIGNED, now, NEXT)).isEqualTo(proof);
    }

    /** A full resync that is under way wipes what the node still says of itself. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, true", "false, true"})
    void nothingIsProvedUntilTheLinkIsUp(boolean linkUp, boolean loading) {
        NodeReport now = node("same", false, linkUp, loading, new Lineage("new", "old", 100, 120));
        assertThat(Settlement.isProof(REIGNED, now, NEXT)).isFalse();
    }
}
