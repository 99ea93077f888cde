package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.Phase;
import io.haredis.operator.lease.LeaseRecordStore;
import io.haredis.operator.resources.OperatorSecret;
import io.haredis.operator.resources.Passwords;
import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that the API server takes and the operator does not: what runs is kept. */
class RefusedSpecIT {
    private static final String REFUSED = "{\"spec\":{\"config\":{\"proc-title-template\":\"\\\"x\"}}}";
    private static final String FEWER_AND_REFUSED =
            "{\"spec\":{\"replicas\":1,\"config\":{\"proc-title-template\":\"\\\"x\"}}}";
    private static final String AS_BEFORE = "{\"spec\":{\"config\":{\"proc-title-template\":null}}}";

    @TempDir
    static Path folder;

    private static Playground ground;

    @BeforeAll
    static void start() throws Exception {
        ground = new Playground();
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void aPodThatIsGoneComesBackOnTheConfigurationBefore() {
        ground.create("quote", "{replicas: 1, config: {maxmemory: 100mb}}");
        ground.awaitPods("quote", "quote-0");
        ground.awaitSaid("quote", "True", "Accepted", "");
        String file = file();
        ground.patch("quote", REFUSED);
        ground.awaitSaid("quote", "False", "InvalidSpec", "");

        ground.comesBack("quote-0");
        ground.says("quote", "False", "InvalidSpec", "");
        assertThat(file()).isEqualTo(file);

        ground.patch("quote", AS_BEFORE);
        ground.awaitSaid("quote", "True", "Accepted", "");
    }

    @Test
    void noNodeIsRemovedForIt() {
        ground.create("fewer", "{replicas: 3, config: {maxmemory: 100mb}}");
        ground.awaitPods("fewer", "fewer-0", "fewer-1", "fewer-2");
        ground.patch("fewer", FEWER_AND_REFUSED);
        ground.awaitSaid("fewer", "False", "InvalidSpec", "");
        await().during(Duration.ofSeconds(4)).until(() -> ground.pods("fewer").size() == 3);
    }

    /** Whoever leads: an operator that was started since knows no earlier specification. */
    @Test
    void noNodeIsForgottenForIt() throws Exception {
        List<RedisServer> servers = threeThatReign();
        try (OperatorMain second = ground.operator("operator-1")) {
            ground.patch("members", FEWER_AND_REFUSED);
            ground.awaitSaid("members", "False", "InvalidSpec", "");
            await().during(Duration.ofSeconds(4)).until(RefusedSpecIT::allAreMembers);

            ground.comesBack("members-2");
            ground.run("members-2", servers.getLast().host());
            assertThat(allAreMembers()).isTrue();

            ground.operator().close();
            await().until(second::leads);
            await().during(Duration.ofSeconds(4)).until(RefusedSpecIT::allAreMembers);
            await().until(() -> "3/3".equals(ground.get("members").getStatus().ready()));
            assertThat(servers.stream().filter(RedisServer::isMaster).map(RefusedSpecIT::minReplicas))
                    .containsExactly("1");
        } finally {
            servers.forEach(RedisServer::close);
            ground.close();
            ground = new Playground();
        }
    }

    private static List<RedisServer> threeThatReign() {
        HaRedisCluster cluster = ground.create("members", "{replicas: 3, config: {maxmemory: 100mb}}");
        Passwords passwords = new Passwords(RedisServer.PASSWORD, RedisServer.PASSWORD);
        ground.client()
                .resource(OperatorSecret.of(cluster, passwords, Optional.of(RedisServer.PASSWORD)))
                .forceConflicts()
                .serverSideApply();
        ground.awaitPods("members", "members-0", "members-1", "members-2");
        int network = Networks.next();
        List<RedisServer> servers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RedisServer server = RedisServer.start("members-" + i, network, i + 1, folder);
            servers.add(server);
            ground.run(server.name(), server.host());
        }
        await().until(() -> ground.get("members").getStatus().phase() == Phase.RUNNING && allAreMembers());
        return servers;
    }

    private static boolean allAreMembers() {
        Lease record = ground.client()
                .leases()
                .inNamespace(Playground.NAMESPACE)
                .withName("members-master")
                .get();
        return record != null && LeaseRecordStore.members(record).equals(Set.of("members-0", "members-1", "members-2"));
    }

    private static String minReplicas(RedisServer server) {
        return server.setting("min-replicas-to-write");
    }

    @Test
    void aClusterThatNeverHadAnotherGetsNoPods() {
        ground.create("never", "{replicas: 1, config: {proc-title-template: '\"x'}}");
        ground.awaitSaid("never", "False", "InvalidSpec", "");
        await().during(Duration.ofSeconds(4)).until(() -> ground.pods("never").isEmpty());
    }

    private static String file() {
        ConfigMap map = ground.client()
                .configMaps()
                .inNamespace(Playground.NAMESPACE)
                .withName("quote-config")
                .get();
        return map.getData().getOrDefault("redis.conf", "");
    }
}
