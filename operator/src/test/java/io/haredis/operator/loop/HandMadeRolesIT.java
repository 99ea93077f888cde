package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Somebody with all rights gives the servers other roles than the record has. */
class HandMadeRolesIT {
    private static final int KEYS = 200;

    @TempDir
    Path folder;

    private TestCluster cluster;
    private RedisServer master;

    @BeforeEach
    void start() {
        cluster = TestCluster.settled(folder);
        master = cluster.master();
        try (Jedis client = master.client()) {
            for (int i = 0; i < KEYS; i++) {
                client.set("key" + i, "value");
            }
            assertThat(client.waitReplicas(2, 2000)).isEqualTo(2);
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private RedisServer replica() {
        return cluster.servers().stream().filter(s -> s != master).findFirst().orElseThrow();
    }

    @Test
    void aSecondMasterIsMadeAReplicaAgain() {
        replica().meddle("REPLICAOF", "NO", "ONE");
        inOrderUnder(master);
    }

    @Test
    void allAreMadeMasters() {
        for (RedisServer server : cluster.servers()) {
            server.meddle("REPLICAOF", "NO", "ONE");
        }
        inOrderUnder(master);
    }

    @Test
    void aReplicaIsPointedToAnotherReplica() {
        RedisServer other = cluster.servers().stream()
                .filter(s -> s != master && s != replica())
                .findFirst()
                .orElseThrow();
        replica().meddle("REPLICAOF", other.host(), "6379");
        inOrderUnder(master);
    }

    @Test
    void aReplicaIsPointedToNobody() {
        replica().meddle("REPLICAOF", "127.0.0.1", "1");
        inOrderUnder(master);
    }

    @Test
    void theMasterIsMadeAReplicaOfAReplica() {
        long epoch = cluster.record().epoch();
        master.meddle("REPLICAOF", replica().host(), "6379");
        cluster.settle(2);
        assertThat(cluster.record().epoch()).isGreaterThan(epoch);
        complete();
    }

    private void inOrderUnder(RedisServer same) {
        cluster.settle(2);
        assertThat(cluster.record().holder()).isEqualTo(same.name());
        complete();
    }

    private void complete() {
        assertThat(cluster.masters()).containsExactly(cluster.record().holder());
        for (RedisServer server : cluster.servers()) {
            try (Jedis client = server.client()) {
                assertThat(client.dbSize()).as(server.name()).isEqualTo(KEYS);
            }
        }
    }
}
