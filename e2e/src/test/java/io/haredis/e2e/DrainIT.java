package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** Kubernetes nodes drained one after the other, faster than a replica comes into sync again. */
@Order(7)
class DrainIT {
    private static final int KEYS = 1000;

    @RegisterExtension
    static final Lab LAB = new Lab("drain");

    @Test
    void theNextReplicaIsEvictedOnlyOnceTheLastOneIsInSyncAgain() {
        RedisCluster cluster = LAB.settled("c", Map.of());
        Servers servers = new Servers(cluster);
        String master = Servers.masterOf(cluster.get());
        List<String> replicas = cluster.pods().stream()
                .map(Endpoint::name)
                .filter(pod -> !pod.equals(master))
                .toList();
        servers.fill(KEYS);
        long epoch = RedisCluster.number(cluster.get(), "epoch");
        synchronizeLate(servers);

        awaitEviction(replicas.getFirst());
        awaitEviction(replicas.getLast());
        assertThat(servers.size(replicas.getFirst())).isEqualTo(KEYS);

        awaitEviction(master);
        cluster.awaitChanged(epoch + 1, Lab.AT_MOST);
        try (Jedis jedis = servers.master()) {
            assertThat(jedis.dbSize()).isEqualTo(KEYS);
        }
    }

    private static void awaitEviction(String pod) {
        Awaitility.await("eviction of " + pod)
                .atMost(Lab.AT_MOST)
                .until(() -> LAB.kubernetes()
                        .pods()
                        .inNamespace(LAB.namespace())
                        .withName(pod)
                        .evict());
    }

    /** A full resync begins so much later, as one of many gigabytes would end. */
    private static void synchronizeLate(Servers servers) {
        try (Jedis jedis = servers.masterAsOperator()) {
            jedis.configSet("repl-diskless-sync-delay", "10");
        }
    }
}
