package io.haredis.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator's own replicas are lost, asleep and replaced. */
@Order(4)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorIT {
    private static final int REPLICAS = 2;

    @RegisterExtension
    static final Lab LAB = new Lab("operator");

    private final RedisCluster cluster = LAB.cluster("c");
    private final Operators operators = new Operators(LAB.kubernetes());
    /** After the last test; nobody may have been promoted since. */
    private static long reached;

    private String master = "";
    private long epoch;

    @BeforeAll
    static void create() {
        new Operators(LAB.kubernetes()).awaitReady(REPLICAS);
        LAB.settled("c", Map.of());
    }

    @BeforeEach
    void look() {
        GenericKubernetesResource before = cluster.awaitSettled(1, Lab.AT_MOST);
        master = Servers.masterOf(before);
        epoch = RedisCluster.number(before, "epoch");
        assertThat(reached).as("epoch after the last test").isIn(0L, epoch);
    }

    @AfterEach
    void allReady() {
        operators.awaitReady(REPLICAS);
        reached = LAB.masterRecord("c").getLeaseTransitions();
    }

    @Test
    @Order(1)
    void restartOfTheOperatorRestartsNoRedis() {
        Map<String, String> uids = LAB.podUids();
        Map<String, Integer> restarts = LAB.restarts();
        Shell.run("kubectl", "-n", Operators.NAMESPACE, "rollout", "restart", "deployment/" + Operators.NAME);
        Shell.run(
                Lab.AT_MOST, "kubectl", "-n", Operators.NAMESPACE, "rollout", "status", "deployment/" + Operators.NAME);
        operators.awaitReady(REPLICAS);
        GenericKubernetesResource after = cluster.awaitSettled(epoch, Lab.AT_MOST);
        assertThat(LAB.podUids()).isEqualTo(uids);
        assertThat(LAB.restarts()).isEqualTo(restarts);
        assertThat(operators.nodes().values())
                .as("Kubernetes nodes of the operators after an upgrade")
                .doesNotHaveDuplicates();
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(epoch);
    }

    @Test
    @Order(2)
    void leaderAndMasterLostTogether() throws Exception {
        ContainerProcess leader = operators.process(operators.leader());
        Weapon server = Weapon.aim(LAB.kubernetes(), Reach.LOCAL, LAB.namespace(), master);
        try (Writer writer = Writer.start("both", cluster.pods(), cluster.password())) {
            writer.next(write -> write.number() > 100).get(Lab.AT_MOST.toSeconds(), SECONDS);
            long turn = writer.turn();
            CompletableFuture<Accepted> next = writer.next(write -> write.turn() > turn);
            leader.kill();
            long killed = server.fire();
            Accepted first = next.get(Lab.AT_MOST.toSeconds(), SECONDS);
            Figure.milliseconds("leading operator and master killed, first write", killed, first.nanos());
        }
        assertOnePromotion();
    }

    @Test
    @Order(3)
    void leaderThatSleptThroughTheElectionDoesNotHoldAnother() throws Exception {
        String pod = operators.leader();
        ContainerProcess leader = operators.process(pod);
        leader.freeze();
        try {
            LAB.killServer(master);
            cluster.await(found -> RedisCluster.number(found, "lastFailover", "epoch") == epoch + 1, Lab.AT_MOST);
        } finally {
            leader.thaw();
        }
        assertOnePromotion();
    }

    @Test
    @Order(4)
    void bothOperatorsSeeTheMasterFreezeAndOnePromotes() {
        ContainerProcess server = ContainerProcess.of(LAB.namespace(), master, "redis");
        server.freeze();
        try {
            cluster.await(found -> RedisCluster.number(found, "lastFailover", "epoch") > epoch, Lab.AT_MOST);
        } finally {
            server.thaw();
        }
        assertOnePromotion();
    }

    @Test
    @Order(5)
    void anotherLeadsSoonAfterTheLeaderIsKilled() {
        String before = operators.leaseHolder();
        operators.process(operators.leader()).kill();
        long killed = System.nanoTime();
        Awaitility.await("another leader")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !operators.leaseHolder().isEmpty()
                        && !operators.leaseHolder().equals(before));
        Figure.milliseconds("leading operator killed, another leads", killed, System.nanoTime());
    }

    @Test
    @Order(6)
    void anotherLeadsSoonAfterTheLeaderIsAskedToEnd() {
        String before = operators.leaseHolder();
        LAB.kubernetes()
                .pods()
                .inNamespace(Operators.NAMESPACE)
                .withName(operators.leader())
                .delete();
        long asked = System.nanoTime();
        Awaitility.await("another leader")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !operators.leaseHolder().isEmpty()
                        && !operators.leaseHolder().equals(before));
        Figure.milliseconds("leading operator deleted, another leads", asked, System.nanoTime());
    }

    private void assertOnePromotion() {
        operators.awaitReady(REPLICAS);
        GenericKubernetesResource after = cluster.awaitSettled(epoch + 1, Lab.AT_MOST);
        assertThat(RedisCluster.number(after, "epoch")).isEqualTo(epoch + 1);
        assertThat(Servers.masterOf(after)).isNotEqualTo(master);
        assertThat(new Servers(cluster).masters()).containsExactly(Servers.masterOf(after));
        assertThat(LAB.masterRecord("c").getLeaseTransitions().longValue()).isEqualTo(epoch + 1);
    }
}
