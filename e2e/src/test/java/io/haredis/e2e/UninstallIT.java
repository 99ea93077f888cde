package io.haredis.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator goes, and the clusters serve on; it comes again, and finds them as they are. Runs last. */
@Order(Integer.MAX_VALUE)
class UninstallIT {
    @RegisterExtension
    static final Lab LAB = new Lab("uninstall");

    @AfterAll
    static void installed() {
        new Operators(LAB.kubernetes()).awaitReady(2);
    }

    @Test
    void clustersServeOnWithoutTheOperator() throws Exception {
        RedisCluster cluster = LAB.settled("c", Map.of());
        Operators operators = new Operators(LAB.kubernetes());
        String master = Servers.masterOf(cluster.get());
        Map<String, String> uids = LAB.podUids();
        try (Writer writer = Writer.start("alone", cluster.pods(), cluster.password())) {
            writer.await(100, Lab.AT_MOST);
            long turn = writer.turn();
            try {
                Shell.run(Lab.AT_MOST, "helm", "uninstall", Operators.NAME, "-n", Operators.NAMESPACE, "--wait");
                Awaitility.await("no operator")
                        .atMost(Lab.AT_MOST)
                        .until(() -> operators.pods().isEmpty());
                long now = writer.accepted();
                Accepted later =
                        writer.next(write -> write.number() > now + 100).get(Lab.AT_MOST.toSeconds(), SECONDS);
                assertThat(later.by()).isEqualTo(master);
                assertThat(later.turn()).as("interruptions").isEqualTo(turn);
                assertThat(LAB.podUids()).isEqualTo(uids);
            } finally {
                Shell.run(Lab.AT_MOST, Shell.bin("install").toString());
            }
            operators.awaitReady(2);
            GenericKubernetesResource found = cluster.awaitSettled(1, Lab.AT_MOST);
            assertThat(RedisCluster.number(found, "epoch")).isEqualTo(1);
            assertThat(LAB.podUids()).isEqualTo(uids);
            writer.stop();
            assertThat(new Servers(cluster).missing(writer)).isEmpty();
        }
        LAB.killServer(master);
        assertThat(Servers.masterOf(cluster.awaitSettled(2, Lab.AT_MOST))).isNotEqualTo(master);
    }
}
