package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.testing.MasterWatch;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import io.haredis.operator.testing.Writers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two operators that both believe to lead, all the time, while servers without persistence die and return empty. */
class TwoOperatorsIT {
    private static final int FAULTS = Integer.getInteger("haredis.faults", 20);

    @TempDir
    Path folder;

    @Test
    void neverMakeTwoMastersOfOneEpochNorLoseAWriteThatAQuorumHeld() throws Exception {
        long seed = Long.getLong("haredis.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("seed " + seed);
        try (TestCluster cluster = new TestCluster(3, folder)) {
            cluster.specify(TestCluster.policy(3, true));
            cluster.operate(() -> true);
            cluster.operate(() -> true);
            cluster.settle(2);
            try (MasterWatch watch = new MasterWatch(cluster);
                    Writers writers = Writers.start(2, true, cluster)) {
                for (int fault = 1; fault <= FAULTS; fault++) {
                    int before = writers.acknowledged();
                    fault(cluster, random);
                    await().pollInterval(Duration.ofMillis(5)).until(() -> writers.acknowledged() > before + 20);
                    cluster.settle(2);
                }
                List<String> lost = writers.missingOn(cluster.master());
                assertThat(lost)
                        .as("of %s, seed %s", writers.acknowledged(), seed)
                        .isEmpty();
                watch.assertOneMasterInEach(cluster.record().epoch());
                System.out.println(FAULTS + " faults, epoch " + cluster.record().epoch() + ", " + writers.acknowledged()
                        + " writes held by a quorum, none lost; " + watch.looks() + " looks");
            }
        }
    }

    /** It reaches the API and keeps its lease, and not the servers: the other one does its work after some seconds. */
    @Test
    void theStandbyRepairsWhatABlindLeaderCannot() throws Exception {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            cluster.stop();
            cluster.operate(() -> false);
            for (RedisServer server : cluster.servers()) {
                if (server != cluster.master()) {
                    server.kill();
                    server.start();
                }
            }
            cluster.settle(2);
        }
    }

    /** Mostly the master's death; at times a replica's, or a master that freezes and wakes again. */
    private static void fault(TestCluster cluster, Random random) throws Exception {
        int kind = random.nextInt(10);
        List<RedisServer> replicas = new ArrayList<>(cluster.servers());
        RedisServer master = cluster.master();
        replicas.remove(master);
        if (kind < 6) {
            master.kill();
            if (kind < 3) {
                await().pollInterval(Duration.ofMillis(5)).until(() -> cluster.master() != master);
            }
            master.start();
        } else if (kind < 9) {
            RedisServer replica = replicas.get(random.nextInt(2));
            replica.kill();
            replica.start();
        } else {
            master.signal("STOP");
            await().pollInterval(Duration.ofMillis(5)).until(() -> cluster.master() != master);
            master.signal("CONT");
        }
    }
}
