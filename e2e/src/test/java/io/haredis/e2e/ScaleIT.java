package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From three nodes to five and back under a writer, with the master on a node that has to go. */
@Order(5)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag(Lab.SIDE_BY_SIDE)
class ScaleIT {
    @RegisterExtension
    static final Lab LAB = new Lab("scale");

    private final RedisCluster cluster = LAB.cluster("c");

    @Test
    @Order(1)
    void growsToFiveUnderAWriter() throws Exception {
        LAB.settled("c", Map.of());
        Servers servers = new Servers(cluster);
        servers.fill(100);
        String master = Servers.masterOf(cluster.get());
        try (Writer writer = writer("grow")) {
            LAB.kubectl("scale", "hrc/c", "--replicas=5");
            awaitNodes(5);
            writer.await(100, Lab.AT_MOST);
            writer.stop();
            assertThat(servers.missing(writer)).isEmpty();
        }
        assertThat(Servers.masterOf(cluster.get())).isEqualTo(master);
        assertThat(RedisCluster.number(cluster.get(), "epoch")).isEqualTo(1);
    }

    /** The low numbers sleep while the master dies, so that one of the high ones, which alone has all, must follow. */
    @Test
    @Order(2)
    void masterMayLiveOnAHighNumber() {
        Servers servers = new Servers(cluster);
        String master = Servers.masterOf(cluster.get());
        List<ContainerProcess> low = cluster.pods().stream()
                .map(Endpoint::name)
                .filter(pod ->
                        !pod.equals(master) && List.of("c-0", "c-1", "c-2").contains(pod))
                .map(pod -> ContainerProcess.of(LAB.namespace(), pod, "redis"))
                .toList();
        low.forEach(ContainerProcess::freeze);
        try {
            servers.fill(1000);
            LAB.killServer(master);
            cluster.await(
                    found -> RedisCluster.number(found, "epoch") > 1 && RedisCluster.status(found, "master") != null,
                    Lab.AT_MOST);
        } finally {
            low.forEach(ContainerProcess::thaw);
        }
        GenericKubernetesResource after = cluster.awaitSettled(2, Lab.AT_MOST);
        assertThat(Servers.masterOf(after)).isIn("c-3", "c-4");
    }

    @Test
    @Order(3)
    void shrinksToThreeAndHandsTheMasterOver() throws Exception {
        Servers servers = new Servers(cluster);
        GenericKubernetesResource before = cluster.get();
        String master = Servers.masterOf(before);
        long epoch = RedisCluster.number(before, "epoch");
        try (Writer writer = writer("shrink")) {
            LAB.kubectl("scale", "hrc/c", "--replicas=3");
            LAB.awaitPod(master, pod -> pod == null || pod.getMetadata().getDeletionTimestamp() != null);
            assertThat(LAB.masterRecord("c").getHolderIdentity()).isIn("c-0", "c-1", "c-2");
            awaitNodes(3);
            writer.await(100, Lab.AT_MOST);
            writer.stop();
            Figure.number("writes acknowledged while shrinking", writer.accepted());
            assertThat(servers.missing(writer)).isEmpty();
        }
        GenericKubernetesResource after = cluster.awaitChanged(epoch + 1, Lab.AT_MOST);
        assertThat(RedisCluster.status(after, "lastFailover", "kind")).isEqualTo("move");
        assertThat(RedisCluster.status(after, "lastFailover", "from")).isEqualTo(master);
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(epoch + 1);
        for (Endpoint node : cluster.pods()) {
            assertThat(servers.size(node.name())).as(node.name()).isGreaterThan(1000);
        }
    }

    private Writer writer(String prefix) throws Exception {
        Writer writer = Writer.start(prefix, cluster.pods(), cluster.password());
        writer.await(100, Lab.AT_MOST);
        return writer;
    }

    private void awaitNodes(int nodes) {
        cluster.await(
                found -> Settled.isSettled(found)
                        && (nodes + "/" + nodes).equals(RedisCluster.status(found, "ready"))
                        && RedisCluster.number(found, "replicas") == nodes
                        && LAB.podUids().size() == nodes,
                Lab.AT_MOST);
    }
}
