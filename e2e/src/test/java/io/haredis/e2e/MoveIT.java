package io.haredis.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

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
        moves("switchover", master -> {
            LAB.kubectl("annotate", "hrc/c", "haredis.io/switchover=any");
            cluster.await(
                    found -> found.getMetadata().getAnnotations() == null
                            || !found.getMetadata().getAnnotations().containsKey("haredis.io/switchover"),
                    Lab.AT_MOST);
        });
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
                LAB.kubectl(
                        "drain",
                        node,
                        "--ignore-daemonsets",
                        "--delete-emptydir-data",
                        "--pod-selector=haredis.io/cluster=c",
                        "--timeout=60s");
            } finally {
                LAB.kubectl("uncordon", node);
            }
        });
    }

    private interface Cause {
        void happen(String master);
    }

    private void moves(String what, Cause cause) throws Exception {
        Servers servers = new Servers(cluster);
        List<Endpoint> nodes = addressed();
        GenericKubernetesResource before = cluster.get();
        String master = Servers.masterOf(before);
        long epoch = RedisCluster.number(before, "epoch");
        String prefix = what.replace(' ', '-') + epoch;
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
            byNew.get(Lab.AT_MOST.toSeconds(), SECONDS);
            GenericKubernetesResource after = cluster.awaitSettled(epoch + 1, Lab.AT_MOST);
            pods.await(100, Lab.AT_MOST);
            service.await(100, Lab.AT_MOST);
            Figure.duration("longest gap, client that knows the pods, " + what, pods.longestGap());
            Figure.duration("longest gap, client of the Service, " + what, service.longestGap());
            pods.stop();
            service.stop();
            assertThat(byOldAgain).as("the old master accepts no more").isNotDone();
            assertThat(servers.missing(pods)).isEmpty();
            assertThat(servers.missing(service)).isEmpty();
            assertThat(RedisCluster.number(after, "epoch")).as("moved once").isEqualTo(epoch + 1);
            assertThat(RedisCluster.status(after, "lastFailover", "kind")).isEqualTo("move");
            assertThat(RedisCluster.status(after, "lastFailover", "from")).isEqualTo(master);
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
