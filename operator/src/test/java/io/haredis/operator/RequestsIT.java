package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.Phase;
import io.haredis.operator.resources.OperatorSecret;
import io.haredis.operator.resources.Passwords;
import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask for by annotations, on a real API server with real Redis processes; only the kubelet is played. */
class RequestsIT {
    @TempDir
    Path folder;

    private Playground ground;
    private final SortedMap<String, RedisServer> servers = new TreeMap<>();

    @BeforeEach
    void start() throws Exception {
        ground = new Playground();
        HaRedisCluster created = ground.create("asked", "{replicas: 3, durability: Quorum, auth: {enabled: true}}");
        ground.client()
                .resource(OperatorSecret.of(created, new Passwords("secret", "secret"), Optional.of("secret")))
                .forceConflicts()
                .serverSideApply();
        ground.awaitPods("asked", "asked-0", "asked-1", "asked-2");
        int network = Networks.next();
        for (int i = 0; i < 3; i++) {
            String name = "asked-" + i;
            RedisServer server = RedisServer.start(name, network, i + 1, folder);
            servers.put(name, server);
            ground.run(name, server.host());
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> status(Phase.RUNNING));
    }

    @AfterEach
    void stop() {
        servers.values().forEach(RedisServer::close);
        ground.close();
    }

    @Test
    void aFencedMasterIsLeftAndItIsSaid() {
        String first = master();
        annotate("haredis.io/fence", first);
        await().atMost(Duration.ofSeconds(60)).until(() -> !first.equals(master()) && status(Phase.RUNNING));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> reason(Condition.NODES_FENCED).equals("FencedByHand"));
        annotate("haredis.io/fence", null);
        await().atMost(Duration.ofSeconds(60)).until(() -> ground.condition("asked", Condition.NODES_FENCED) == null);
    }

    /** Two nodes come back empty and the master is silent. */
    @Test
    void theConditionNamesTheChoiceAndTheAnnotationMakesItOnce() throws Exception {
        annotate("haredis.io/accept-data-loss", "0");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> reason(Condition.DATA_AT_RISK).equals("AcceptanceVoid"));
        RedisServer kept = server(master());
        kept.signal("STOP");
        for (RedisServer server : servers.values()) {
            if (server != kept) {
                server.kill();
                server.empty();
                server.start();
            }
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> ground.isTrue("asked", Condition.DATA_AT_RISK));
        long epoch = epoch();
        assertThat(Objects.requireNonNull(ground.condition("asked", Condition.DATA_AT_RISK))
                        .message())
                .contains("wait for " + kept.name() + " to return")
                .contains("annotate the HaRedisCluster with haredis.io/accept-data-loss=" + epoch)
                .contains("haredis.io/accept-data-loss=0 has no effect");
        annotate("haredis.io/accept-data-loss", String.valueOf(epoch));
        await().atMost(Duration.ofSeconds(60)).until(() -> epoch() == epoch + 1 && !master().equals(kept.name()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> reason(Condition.DATA_AT_RISK).equals("AcceptanceVoid"));
        await().atMost(Duration.ofSeconds(60)).until(() -> events("DataLossAccepted") == 1);
        assertThat(events("AcceptanceVoid")).isEqualTo(2); // one for each value, however often it was looked at
        kept.signal("CONT");
        await().atMost(Duration.ofSeconds(60)).until(() -> status(Phase.RUNNING));
    }

    private void annotate(String name, @Nullable String value) {
        String text = value == null ? "null" : "\"" + value + "\"";
        ground.patch("asked", "{\"metadata\":{\"annotations\":{\"" + name + "\":" + text + "}}}");
    }

    private boolean status(Phase phase) {
        var status = ground.get("asked").getStatus();
        return status != null && status.phase() == phase;
    }

    private String master() {
        return String.valueOf(ground.get("asked").getStatus().master());
    }

    private long epoch() {
        return Objects.requireNonNullElse(ground.get("asked").getStatus().epoch(), 0L);
    }

    private String reason(String type) {
        Condition condition = ground.condition("asked", type);
        return condition == null ? "" : condition.reason();
    }

    private RedisServer server(String name) {
        return Objects.requireNonNull(servers.get(name));
    }

    private long events(String reason) {
        return ground.client().v1().events().inNamespace(Playground.NAMESPACE).list().getItems().stream()
                .filter(e -> reason.equals(e.getReason()))
                .count();
    }
}
