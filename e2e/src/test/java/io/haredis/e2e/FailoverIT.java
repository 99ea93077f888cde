package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One cluster in memory alone, whose nodes are lost in several ways, and keeps its thousand keys. */
@Order(2)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag(Lab.SIDE_BY_SIDE)
class FailoverIT {
    private static final int KEYS = 1000;

    @RegisterExtension
    static final Lab LAB = new Lab("failover");

    private final RedisCluster cluster = LAB.cluster("c");
    private GenericKubernetesResource before = new GenericKubernetesResource();
    private String master = "";
    private long epoch;

    @BeforeAll
    static void create() {
        new Servers(LAB.settled("c", Map.of())).fill(KEYS);
    }

    @BeforeEach
    void look() {
        before = cluster.awaitSettled(1, Lab.AT_MOST);
        master = Servers.masterOf(before);
        epoch = RedisCluster.number(before, "epoch");
    }

    /** Also where Kubernetes' nodes have no zones, as these here. */
    @Test
    @Order(0)
    void everyNodeHasAHostOfItsOwn() {
        assumeThat(LAB.kubernetes().nodes().list().getItems()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(cluster.pods()).extracting(pod -> cluster.nodeOf(pod.name())).doesNotHaveDuplicates();
    }

    @Test
    @Order(1)
    void killedMasterIsReplacedAndPeopleAreTold() {
        LAB.killServer(master);
        GenericKubernetesResource after = cluster.awaitChanged(epoch + 1, Lab.AT_MOST);
        String successor = Servers.masterOf(after);
        assertThat(successor).isNotEqualTo(master);
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(epoch + 1);
        assertKeysOnEveryNode();
        assertThat(new Servers(cluster).masters()).containsExactly(successor);
        assertTold(after, successor);
    }

    private void assertTold(GenericKubernetesResource after, String successor) {
        assertThat(RedisCluster.status(after, "lastFailover", "from")).isEqualTo(master);
        assertThat(RedisCluster.status(after, "lastFailover", "to")).isEqualTo(successor);
        assertThat(RedisCluster.status(after, "lastFailover", "kind")).isEqualTo("elected");
        assertThat(Settled.condition(after, "MasterAvailable").get("message"))
                .asString()
                .contains(successor, "epoch " + (epoch + 1));
        // The Events are written after the status that says Running.
        String description = Awaitility.await("the story in kubectl describe")
                .atMost(Lab.AT_MOST)
                .until(
                        () -> LAB.kubectl("describe", "hrc", "c"),
                        text -> text.contains("MasterElected") && text.contains(successor + " is master in epoch "));
        System.out.println(description);
        assertThat(description).contains("Last Failover", "From:", master, "Phase:", "Running");
        assertThat(LAB.kubectl("get", "hrc", "c"))
                .contains("PHASE", "MASTER", "EPOCH", "LAST FAILOVER", "Running", successor);
    }

    @Test
    @Order(2)
    void deletedPodOfTheMasterIsReplaced() {
        LAB.deletePod(master);
        GenericKubernetesResource after = cluster.awaitSettled(epoch + 1, Lab.AT_MOST);
        assertThat(Servers.masterOf(after)).isNotEqualTo(master);
        assertKeysOnEveryNode();
    }

    @Test
    @Order(3)
    void replicasRestartedOneAfterAnotherHaveEverythingAgain() {
        List<String> replicas = cluster.pods().stream()
                .map(Endpoint::name)
                .filter(pod -> !pod.equals(master))
                .toList();
        replicas.forEach(replica -> LAB.killAndAwaitKeys(cluster, replica, KEYS));
        GenericKubernetesResource after = cluster.awaitSettled(epoch, Lab.AT_MOST);
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(epoch);
        LAB.killServer(master);
        after = cluster.awaitSettled(epoch + 1, Lab.AT_MOST);
        assertThat(replicas).contains(Servers.masterOf(after));
        assertKeysOnEveryNode();
    }

    @Test
    @Order(4)
    void frozenMasterIsReplacedAndWakesAsAReplica() {
        ContainerProcess server = ContainerProcess.of(LAB.namespace(), master, "redis");
        server.freeze();
        try {
            GenericKubernetesResource after = cluster.await(
                    found ->
                            RedisCluster.number(found, "epoch") > epoch && RedisCluster.status(found, "master") != null,
                    Lab.AT_MOST);
            assertThat(Servers.masterOf(after)).isNotEqualTo(master);
        } finally {
            server.thaw();
        }
        GenericKubernetesResource after = cluster.awaitSettled(epoch + 1, Lab.AT_MOST);
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(epoch + 1);
        assertKeysOnEveryNode();
        assertThat(new Servers(cluster).masters()).containsExactly(Servers.masterOf(after));
    }

    private void assertKeysOnEveryNode() {
        assertThat(new Servers(cluster).size(Servers.masterOf(cluster.get()))).isEqualTo(KEYS);
        cluster.pods().forEach(node -> LAB.awaitKeys(cluster, node.name(), KEYS));
    }
}
