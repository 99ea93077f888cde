package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.internal.node.NodeReport;
import io.haredis.client.internal.node.NodeReport.Replica;
import io.haredis.protocol.Lineage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** Who is master, scene by scene. */
class JudgeTest {
    private static final @Nullable NodeReport NOBODY = null;

    private static HostAndPort at(String name) {
        return new HostAndPort(name, 6379);
    }

    private static NodeReport node(
            String name,
            String runId,
            boolean master,
            @Nullable String follows,
            @Nullable Long epoch,
            String... replicas) {
        List<Replica> list =
                List.of(replicas).stream().map(r -> new Replica(at(r), true, 1)).toList();
        return new NodeReport(
                at(name),
                runId,
                master,
                follows == null ? null : at(follows),
                true,
                false,
                Lineage.of("id", 1),
                epoch,
                list);
    }

    private static NodeReport master(String name, @Nullable Long epoch, String... replicas) {
        return node(name, "run-" + name, true, null, epoch, replicas);
    }

    private static NodeReport replica(String name, @Nullable String follows, @Nullable Long epoch) {
        return node(name, "run-" + name, false, follows, epoch);
    }

    private static @Nullable String winner(int silent, @Nullable NodeReport incumbent, NodeReport... reports) {
        long heard = List.of(reports).stream()
                .mapToLong(NodeReport::epochOrZero)
                .max()
                .orElse(0);
        return winner(silent, heard, incumbent, reports);
    }

    private static @Nullable String winner(
            int silent, long heard, @Nullable NodeReport incumbent, NodeReport... reports) {
        NodeReport master =
                Judge.decide(List.of(reports), silent, heard, incumbent).master();
        return master == null ? null : master.address().getHost();
    }

    @Test
    void whoWasDeposedIsNotBelievedAgainWhileTheNewMasterIsSilent() {
        NodeReport deposed = master("a", 1L, "b", "c");
        assertThat(winner(2, 2, deposed, deposed)).isNull();
        assertThat(winner(1, 2, deposed, deposed, replica("b", "c", 2L))).isNull();
        assertThat(winner(0, 2, deposed, deposed, replica("b", "c", 2L), master("c", 2L)))
                .isEqualTo("c");
        assertThat(winner(1, 2, deposed, node("a", "run-a", true, null, null)))
                .as("FLUSHALL there does not make it master again")
                .isNull();
        // Most follow it again: the cluster was made anew.
        assertThat(winner(1, 2, deposed, deposed, replica("b", "a", 1L))).isEqualTo("a");
    }

    @Test
    void nobodyAnswers() {
        assertThat(winner(3, NOBODY)).isNull();
        assertThat(winner(0, master("a", 1L), replica("b", "a", 1L))).isNull();
    }

    @Test
    void theHighestEpochWins() {
        assertThat(winner(0, NOBODY, master("a", 1L), master("b", 2L), replica("c", "b", 2L)))
                .isEqualTo("b");
        assertThat(winner(2, NOBODY, master("a", 1L)))
                .as("alone, but nobody knows of a newer one")
                .isEqualTo("a");
    }

    @Test
    void anOlderEpochNeverWins() {
        assertThat(winner(1, NOBODY, master("a", 1L), replica("c", "b", 2L))).isNull();
        assertThat(winner(2, master("b", 2L), master("a", 1L)))
                .as("b reigned in 2 and is silent")
                .isNull();
    }

    @Test
    void aClusterMadeAnewStartsAtOneAgain() {
        assertThat(winner(1, master("old", 7L), master("a", 1L, "b"), replica("b", "a", 1L), replica("c", "a", 1L)))
                .isEqualTo("a");
    }

    @Test
    void aMasterWhoseKeysWereDeletedReignsOn() {
        assertThat(winner(0, master("a", 3L), master("a", null), replica("b", "a", null)))
                .isEqualTo("a");
        assertThat(winner(0, master("a", 3L), master("a", null), replica("b", "a", 3L)))
                .isEqualTo("a");
    }

    @Test
    void anotherProcessAtTheOldAddressIsNotTheOldMaster() {
        NodeReport reborn = node("a", "run-new", true, null, null);
        assertThat(winner(2, master("a", 3L), reborn)).isNull();
    }

    @Test
    void withoutEpochsAMajorityDecides() {
        assertThat(winner(0, NOBODY, master("a", null))).as("a single server").isEqualTo("a");
        assertThat(winner(2, NOBODY, master("a", null))).as("one of three").isNull();
        assertThat(winner(1, NOBODY, master("a", null), replica("b", "a", null)))
                .isEqualTo("a");
        assertThat(winner(0, NOBODY, master("a", null), master("b", null), replica("c", "b", null)))
                .isEqualTo("b");
        assertThat(winner(0, NOBODY, master("a", null), master("b", null)))
                .as("two masters")
                .isNull();
    }

    @Test
    void withoutEpochsWhoReignsNeedsNoMajorityToGoOn() {
        assertThat(winner(2, master("a", null), master("a", null))).isEqualTo("a");
        assertThat(winner(0, master("a", null), master("a", null), master("b", null), replica("c", "b", null)))
                .as("but yields to one")
                .isEqualTo("b");
    }

    @Test
    void anAddressThatOthersUseIsPreferredToOneThatMayMove() {
        NodeReport service = node("service", "run-a", true, null, 1L, "b");
        NodeReport pod = node("a", "run-a", true, null, 1L, "b");
        assertThat(winner(0, NOBODY, service, pod, replica("b", "a", 1L))).isEqualTo("a");
        assertThat(winner(0, service, service, pod, replica("b", "a", 1L)))
                .as("no change without need")
                .isEqualTo("service");
    }

    @Test
    void behindOneAddressTheListOfReplicasTells() {
        NodeReport service = node("service", "run-a", true, null, null, "b", "c");
        assertThat(winner(0, NOBODY, service, replica("b", "10.0.0.1", null), replica("c", "10.0.0.1", null)))
                .isEqualTo("service");
    }

    @Test
    void aMasterThatLoadsIsNone() {
        NodeReport a = master("a", 1L);
        NodeReport loading =
                new NodeReport(a.address(), a.runId(), true, null, true, true, a.lineage(), a.epoch(), List.of());
        assertThat(winner(0, NOBODY, loading)).isNull();
    }
}
