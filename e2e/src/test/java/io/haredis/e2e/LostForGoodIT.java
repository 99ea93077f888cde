package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A Kubernetes node with the master on it never comes back, and a volume with it. The others go on at once. Once the node
 * is removed from Kubernetes the operator gives the volume up, and a new pod with an empty one joins elsewhere.
 */
@Order(11)
class LostForGoodIT {
    private static final int KEYS = 1000;

    @RegisterExtension
    static final Lab LAB = new Lab("lost-for-good");

    @Test
    @Timeout(420)
    void aVolumeThatIsGoneWithItsNodeIsReplacedByAnEmptyOne() {
        RedisCluster cluster = LAB.settled("c", Map.of("storage", Map.of("size", "64Mi")));
        Servers servers = new Servers(cluster);
        servers.fill(KEYS);
        String lost = aloneOnItsNode(cluster);
        reignOn(cluster, lost);
        String node = cluster.nodeOf(lost);
        String volume = volumeOf(lost);
        long epoch = RedisCluster.number(cluster.get(), "epoch");
        try {
            Shell.cluster("kill", node);
            cluster.await(
                    found ->
                            RedisCluster.number(found, "epoch") > epoch && RedisCluster.status(found, "master") != null,
                    Lab.AT_MOST);
            Shell.run("kubectl", "delete", "node", node);
            // Kubernetes itself removes the pods of a node that is no more, after a minute or so.
            Awaitility.await("a volume elsewhere")
                    .atMost(Duration.ofMinutes(4))
                    .until(() -> !List.of("", volume).contains(volumeOf(lost)));
            GenericKubernetesResource after = cluster.awaitSettled(epoch + 1, Lab.AT_MOST);
            assertThat(RedisCluster.status(after, "ready")).isEqualTo("3/3");
            assertThat(cluster.nodeOf(lost)).isNotEqualTo(node);
            for (Endpoint pod : cluster.pods()) {
                assertThat(servers.size(pod.name())).as(pod.name()).isEqualTo(KEYS);
            }
        } finally {
            Shell.cluster("start", node);
            Awaitility.await(node + " is back").atMost(Lab.AT_MOST).until(() -> isReady(node));
        }
    }

    /** Its claim's, once it is bound. */
    private static String volumeOf(String pod) {
        PersistentVolumeClaim claim = LAB.kubernetes()
                .persistentVolumeClaims()
                .inNamespace(LAB.namespace())
                .withName("data-" + pod)
                .get();
        return claim == null || claim.getSpec().getVolumeName() == null
                ? ""
                : claim.getSpec().getVolumeName();
    }

    /** So that a majority is left. */
    private static String aloneOnItsNode(RedisCluster cluster) {
        Map<String, List<String>> byNode =
                cluster.pods().stream().map(Endpoint::name).collect(Collectors.groupingBy(cluster::nodeOf));
        return byNode.values().stream()
                .filter(pods -> pods.size() == 1)
                .map(List::getFirst)
                .findFirst()
                .orElseThrow();
    }

    /** By a planned move: of two replicas alike an election would choose the same one over and over. */
    private static void reignOn(RedisCluster cluster, String wanted) {
        for (int i = 0; i < 3 && !Servers.masterOf(cluster.get()).equals(wanted); i++) {
            LAB.askToMove("c", wanted);
            cluster.awaitSettled(LAB.masterRecord("c").getLeaseTransitions(), Lab.AT_MOST);
        }
        assertThat(Servers.masterOf(cluster.get())).isEqualTo(wanted);
    }

    private static boolean isReady(String node) {
        var found = LAB.kubernetes().nodes().withName(node).get();
        return found != null
                && found.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
