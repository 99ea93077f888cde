package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.Phase;
import io.haredis.operator.resources.OperatorSecret;
import io.haredis.operator.resources.Passwords;
import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole operator against a real API server and real Redis processes; only the kubelet is played. */
class OperatorIT {
    private static final int NETWORK = Networks.next();

    @TempDir
    static Path folder;

    private static Playground ground;
    private static final Map<String, RedisServer> SERVERS = new TreeMap<>();

    @BeforeAll
    static void start() throws Exception {
        ground = new Playground();
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(RedisServer::close);
        ground.close();
    }

    @Test
    void aClusterIsBornLosesItsMasterAndIsDeleted() throws Exception {
        HaRedisCluster created = ground.create("demo", "{replicas: 3, auth: {enabled: true}}");
        // Known passwords, as after a restore.
        ground.client()
                .resource(OperatorSecret.of(created, new Passwords("secret", "secret"), Optional.of("secret")))
                .forceConflicts()
                .serverSideApply();
        ground.awaitPods("demo", "demo-0", "demo-1", "demo-2");
        for (int i = 0; i < 3; i++) {
            String name = "demo-" + i;
            SERVERS.put(name, RedisServer.start(name, NETWORK, i + 1, folder));
            ground.run(name, "127.0." + NETWORK + "." + (i + 1));
        }
        awaitPhase(Phase.RUNNING);
        String first = selectedPod();
        assertThat(ground.get("demo").getStatus().master()).isEqualTo(first);
        String page = ground.page("/metrics");
        assertThat(page)
                .contains("haredis_master_epoch{cluster=\"demo\",namespace=\"default\"} 1.0")
                .contains("haredis_nodes_wanted{cluster=\"demo\",namespace=\"default\"} 3.0")
                .contains("haredis_ready{cluster=\"demo\",namespace=\"default\"} 1.0");
        SpokenMetrics.areServed(page);

        server(first).kill();
        await().until(() -> !first.equals(ground.get("demo").getStatus().master())
                && ground.get("demo").getStatus().phase() == Phase.DEGRADED);
        var status = ground.get("demo").getStatus();
        assertThat(status.epoch()).isEqualTo(2);
        assertThat(selectedPod()).isEqualTo(status.master());
        await().untilAsserted(() -> assertThat(ground.get("demo").getStatus().lastFailover())
                .satisfies(f -> assertThat(f.from()).isEqualTo(first))
                .satisfies(f -> assertThat(f.totalMilliseconds()).isPositive()));
        assertThat(events())
                .anyMatch(e -> e.getReason().equals("MasterLost") && e.getType().equals("Warning"));

        server(first).start();
        awaitPhase(Phase.RUNNING);
        assertThat(ground.get("demo").getStatus().epoch()).isEqualTo(2);

        // Nothing happens: nothing is written.
        String quiet = settled();
        await().during(Duration.ofSeconds(10)).until(() -> quiet.equals(version()));

        ground.client().resource(created).delete();
        await().until(() -> !ground.page("/metrics").contains("cluster=\"demo\""));
    }

    private static String settled() {
        String[] last = {""};
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(7))
                .until(() -> {
                    String before = last[0];
                    last[0] = version();
                    return before.equals(last[0]);
                });
        return last[0];
    }

    private static String version() {
        return ground.get("demo").getMetadata().getResourceVersion() + "/" + events().size();
    }

    private static void awaitPhase(Phase phase) {
        await().until(() -> {
            var status = ground.get("demo").getStatus();
            return status != null && status.phase() == phase;
        });
    }

    private static RedisServer server(String name) {
        return Objects.requireNonNull(SERVERS.get(name));
    }

    private static String selectedPod() {
        return Objects.requireNonNull(ground.client()
                .services()
                .inNamespace(Playground.NAMESPACE)
                .withName("demo-master")
                .get()
                .getSpec()
                .getSelector()
                .get("haredis.io/node"));
    }

    private static List<Event> events() {
        return ground.client()
                .v1()
                .events()
                .inNamespace(Playground.NAMESPACE)
                .list()
                .getItems();
    }
}
