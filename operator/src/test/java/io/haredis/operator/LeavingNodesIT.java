package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.Phase;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.Member;
import io.haredis.operator.inventory.PodViews;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.lease.LeaseRecordStore;
import io.haredis.operator.resources.OperatorSecret;
import io.haredis.operator.resources.Passwords;
import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are to leave while their servers do not run: gone once nobody needs them, and not before. The kubelet is played. */
class LeavingNodesIT {
    @TempDir
    static Path folder;

    private static final Map<String, RedisServer> SERVERS = new HashMap<>();
    private static Playground ground;

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
    void oneWhosePodCrashesAgainAndAgainLeavesAllTheSame() throws Exception {
        reigning("crash", 3);
        server("crash-2").kill();
        crashLoop("crash-2");
        ground.patch("crash", "{\"spec\":{\"replicas\":2}}");
        ground.awaitPods("crash", "crash-0", "crash-1");
        await().untilAsserted(() -> assertThat(members("crash")).containsExactly("crash-0", "crash-1"));
        awaitRunning("crash");
    }

    /** Its master takes no writes until then, so this is a way out. */
    @Test
    void theSecondOfTwoLeavesToo() throws Exception {
        reigning("two", 2);
        assertThat(ground.get("two").getStatus().master()).isEqualTo("two-0");
        server("two-1").kill();
        crashLoop("two-1");
        ground.patch("two", "{\"spec\":{\"replicas\":1}}");
        ground.awaitPods("two", "two-0");
        await().untilAsserted(() -> assertThat(members("two")).containsExactly("two-0"));
        awaitRunning("two");
    }

    /** Who stays lacks the data: its own is not given up, and a person reads who has not left. */
    @Test
    void oneThatMayBeNeededIsKeptAndNamed() throws Exception {
        reigning("lack", 3);
        assertThat(ground.get("lack").getStatus().master()).isEqualTo("lack-0");
        server("lack-1").kill();
        server("lack-2").kill();
        crashLoop("lack-2");
        ground.patch("lack", "{\"spec\":{\"replicas\":2}}");
        await().untilAsserted(() -> assertThat(ground.condition("lack", Condition.REPLICATION_HEALTHY))
                .isNotNull()
                .satisfies(c -> assertThat(c.message()).contains("To leave, and members still: lack-2 does not run")));
        String kept = ground.pod("lack-2").getMetadata().getUid();
        await().during(Duration.ofSeconds(7))
                .until(() -> ground.pod("lack-2").getMetadata().getUid().equals(kept));

        fail("lack-2");
        awaitAnother("lack-2", kept);
        server("lack-1").start();
        ground.awaitPods("lack", "lack-0", "lack-1");
        awaitRunning("lack");
    }

    @Test
    void oneThatAnElectionMayWaitForIsMadeAgainWhileTheRecordListsIt() throws Exception {
        HaRedisCluster cluster = ground.create("wait", "{replicas: 3, storage: {size: 1Gi}}");
        ground.awaitPods("wait", "wait-0", "wait-1", "wait-2");
        LeaseRecordStore records = records(cluster);
        Versioned listed = records.create(record("wait-0", "wait-1", "wait-2"));
        ground.patch("wait", "{\"spec\":{\"replicas\":1}}");
        ground.comesBack("wait-2");
        assertThat(ground.pod("wait-2").getMetadata().getAnnotations()).doesNotContainKey(PodViews.NEW_VOLUME);
        String before = ground.pod("wait-2").getMetadata().getUid();
        fail("wait-2");
        awaitAnother("wait-2", before);

        records.replace(listed.version(), record("wait-0", "wait-1"));
        ground.awaitPods("wait", "wait-0", "wait-1");
        await().during(Duration.ofSeconds(7)).until(() -> ground.pod("wait-2") == null);
    }

    private static void reigning(String name, int nodes) {
        HaRedisCluster created = ground.create(name, "{replicas: " + nodes + ", auth: {enabled: true}}");
        // Known passwords, as after a restore.
        ground.client()
                .resource(OperatorSecret.of(created, new Passwords("secret", "secret"), Optional.of("secret")))
                .forceConflicts()
                .serverSideApply();
        int network = Networks.next();
        await().until(() -> ground.pods(name).size() == nodes);
        for (int i = 0; i < nodes; i++) {
            String pod = name + "-" + i;
            SERVERS.put(pod, RedisServer.start(pod, network, i + 1, folder));
            String address = "127.0." + network + "." + (i + 1);
            report(pod, status -> {
                status.setPhase("Running");
                status.setPodIP(address);
            });
        }
        awaitRunning(name);
    }

    private static void awaitRunning(String cluster) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            var status = ground.get(cluster).getStatus();
            return status != null && status.phase() == Phase.RUNNING;
        });
    }

    /** What the kubelet reports then. */
    private static void crashLoop(String pod) {
        report(
                pod,
                status -> status.setContainerStatuses(List.of(new ContainerStatusBuilder()
                        .withName("redis")
                        .withImage("redis")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(5)
                        .withState(new ContainerStateBuilder()
                                .withNewWaiting()
                                .withReason("CrashLoopBackOff")
                                .endWaiting()
                                .build())
                        .build())));
    }

    private static void fail(String pod) {
        report(pod, status -> status.setPhase("Failed"));
    }

    /** The operator labels pods at the same time: a conflict, and once more. */
    private static void report(String pod, Consumer<PodStatus> change) {
        await().ignoreExceptions()
                .untilAsserted(() -> ground.client()
                        .pods()
                        .inNamespace(Playground.NAMESPACE)
                        .withName(pod)
                        .editStatus(p -> {
                            change.accept(p.getStatus());
                            return p;
                        }));
    }

    private static void awaitAnother(String name, String before) {
        await().until(() -> {
            Pod pod = ground.pod(name);
            return pod != null && !pod.getMetadata().getUid().equals(before);
        });
    }

    private static RedisServer server(String name) {
        return Objects.requireNonNull(SERVERS.get(name));
    }

    private static List<String> members(String cluster) throws Exception {
        return List.copyOf(records(ground.get(cluster))
                .read()
                .orElseThrow()
                .record()
                .members()
                .keySet());
    }

    private static LeaseRecordStore records(HaRedisCluster cluster) {
        return new LeaseRecordStore(ground.client(), ClusterRef.of(cluster), Optional::empty, InstantSource.system());
    }

    private static MasterRecord record(String... members) {
        TreeMap<String, Member> all = new TreeMap<>();
        List.of(members).forEach(name -> all.put(name, new Member("r", "r", true)));
        return new MasterRecord(1, members[0], new Chosen("r", "id", 0), new Elected(), all, 1, null);
    }
}
