package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The master leaves its node as planned, under a writer that knows the pods and one that knows the Service: asked by
 * annotation, its pod deleted, its Kubernetes node drained. {@code -Dharedis.repeat=20} for the full figures.
 */
@Order(6)
class MoveIT {
    private static final String SWITCHOVER = "switchover";
    private static final int ATTEMPTS = 3;

    @RegisterExtension
    static final Lab LAB = new Lab("move");

    private final RedisCluster cluster = LAB.cluster("c");

    @BeforeAll
    static void begin() {
        LAB.settled("c", Map.of());
    }

    static IntStream repeated() {
        return IntStream.rangeClosed(1, Integer.getInteger("haredis.repeat", 2));
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void askedByAnnotation(int number) throws Exception {
        moves(SWITCHOVER, master -> LAB.askToMove("c", "any"));
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void itsPodDeleted(int number) throws Exception {
        moves("pod deleted", master -> LAB.kubectl("delete", "pod", master));
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void itsKubernetesNodeDrained(int number) throws Exception {
        moves("drain", master -> {
            String node = LAB.pod(master).getSpec().getNodeName();
            try {
                Drain.start(node, "haredis.io/cluster=c");
            } finally {
                Drain.undo(node);
            }
        });
    }

    private interface Cause {
        void happen(String master);
    }

    /** A server that is silent for a moment makes a move fail, which is withdrawn or ends in an election: asked again. */
    private void moves(String what, Cause cause) throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (isMoved(what, cause)) {
                return;
            }
            System.out.println(what + ", attempt " + attempt + ": no move came of it, "
                    + RedisCluster.status(cluster.get(), "lastFailover"));
        }
        fail("no move in " + ATTEMPTS + " attempts");
    }

    /** Whatever becomes of it, nothing is lost. */
    private boolean isMoved(String what, Cause cause) throws Exception {
        Servers servers = new Servers(cluster);
        List<Endpoint> nodes = addressed();
        GenericKubernetesResource before = cluster.get();
        String master = Servers.masterOf(before);
        long epoch = RedisCluster.number(before, "epoch");
        String prefix = what.replace(' ', '-') + epoch + "-" + System.nanoTime();
        try (Writer pods = Writer.start(prefix, nodes, cluster.password());
                Writer service =
                        Writer.start(prefix + "-service", List.of(cluster.masterService()), cluster.password())) {
            pods.await(200, Lab.AT_MOST);
            service.await(200, Lab.AT_MOST);
            pods.measure();
            service.measure();
            CompletableFuture<Accepted> byNew = pods.next(write -> !write.by().equals(master));
            CompletableFuture<Accepted> byOldAgain =
                    byNew.thenCompose(first -> pods.next(write -> write.by().equals(master)));
            cause.happen(master);
            boolean withdrawn = LAB.masterRecord("c").getLeaseTransitions() == epoch && what.equals(SWITCHOVER);
            GenericKubernetesResource after =
                    withdrawn ? cluster.awaitSettled(epoch, Lab.AT_MOST) : cluster.awaitChanged(epoch + 1, Lab.AT_MOST);
            pods.await(100, Lab.AT_MOST);
            service.await(100, Lab.AT_MOST);
            pods.stop();
            service.stop();
            assertThat(servers.missing(pods)).isEmpty();
            assertThat(servers.missing(service)).isEmpty();
            if (withdrawn || !"move".equals(RedisCluster.status(after, "lastFailover", "kind"))) {
                return false;
            }
            Figure.duration("longest gap, client that knows the pods, " + what, pods.longestGap());
            Figure.duration("longest gap, client of the Service, " + what, service.longestGap());
            assertThat(byNew).as("the new master accepts").isDone();
            assertThat(byOldAgain).as("the old master accepts no more").isNotDone();
            assertThat(RedisCluster.number(after, "epoch")).as("moved once").isEqualTo(epoch + 1);
            assertThat(RedisCluster.status(after, "lastFailover", "from")).isEqualTo(master);
            return true;
        }
    }

    /** The status is a report, and may not know yet that a pod was deleted: its successor must have its address. */
    private List<Endpoint> addressed() {
        Awaitility.await("all pods have an address").atMost(Lab.AT_MOST).until(() -> {
            List<Pod> pods =
                    LAB.kubernetes().pods().inNamespace(LAB.namespace()).list().getItems();
            return pods.size() == 3
                    && pods.stream()
                            .allMatch(pod -> pod.getMetadata().getDeletionTimestamp() == null
                                    && pod.getStatus().getPodIP() != null);
        });
        return cluster.pods();
    }
}
