package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.decide.Requests;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import io.haredis.operator.testing.Writers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** {@code haredis.io/fence} on real servers. */
class HandFenceIT {
    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.settled(folder);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aFencedMasterIsLeftWithoutLosingAWriteAndStaysAReplica() {
        RedisServer old = cluster.master();
        try (Writers writers = Writers.start(2, false, cluster)) {
            await().until(() -> writers.acknowledged() > 50);
            cluster.annotate(Map.of(Requests.FENCE, old.name()));
            await().atMost(Duration.ofSeconds(20)).until(() -> cluster.master() != old);
            cluster.settle(2);
            assertThat(writers.missingOn(cluster.master())).isEmpty();
        }
        assertThat(cluster.changes.getLast().planned()).isTrue();
        assertThat(old.info("master_host")).isEqualTo(cluster.master().host());
    }

    @Test
    void aFencedNodeIsPassedOverInAnElection() throws IOException {
        cluster.annotate(Map.of(Requests.FENCE, "c-1"));
        RedisServer old = cluster.master();
        old.kill();
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.record().epoch() == 2);
        cluster.settle(1);
        assertThat(cluster.record().holder()).isEqualTo("c-2");
        old.start();
        cluster.settle(2);
    }

    /** It alone has the last write: it does not win, and what it holds is not thrown away. */
    @Test
    void aFencedNodeThatAloneHoldsTheFreshestDataIsNamed() throws IOException {
        cluster.stop();
        RedisServer master = cluster.master();
        cluster.server("c-2").meddle("REPLICAOF", "127.0.0.1", "1");
        try (Jedis client = master.client()) {
            client.set("last", "write");
            assertThat(client.waitReplicas(1, 2000)).isEqualTo(1);
        }
        master.kill();
        cluster.annotate(Map.of(Requests.FENCE, "c-1"));
        cluster.operate(() -> true);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.happenings.stream()
                        .anyMatch(h -> h.reason().equals("DataAtRisk")
                                && h.sentence().contains("c-1 holds the freshest data but is fenced by hand")));
        assertThat(cluster.masters()).isEmpty();
        cluster.annotate(Map.of());
        cluster.settle(1);
        assertThat(cluster.record().holder()).isEqualTo("c-1");
        master.start();
        cluster.settle(2);
    }
}
