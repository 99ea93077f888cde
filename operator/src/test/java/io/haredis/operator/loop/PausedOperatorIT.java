package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.Action;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.MasterWatch;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * An operator sleeps before every effect of an election and of a planned move in turn, its connections open. Meanwhile
 * another one brings the cluster into order, and applications write. Then it wakes and goes on where it was.
 */
class PausedOperatorIT {
    @TempDir
    Path folder;

    private int writes;

    @Test
    void inAnElectionAfterAKill() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                MasterWatch watch = new MasterWatch(cluster)) {
            boolean more = true;
            int line = 1;
            for (; more; line++) {
                begin(cluster);
                RedisServer old = cluster.master();
                old.kill();
                more = slept(cluster, new Action.Elect(), line, 1);
                old.start();
                inOrder(cluster, watch, line);
            }
            Effects.assertAllMet(line);
        }
    }

    /** Nobody failed: it only believed so, and whoever acted meanwhile found out. */
    @Test
    void inAnElectionWhileTheMasterLives() throws Exception {
        Effects.assertAllMet(effectsOf(false));
    }

    @Test
    void inAPlannedMove() throws Exception {
        Effects.assertAllMet(effectsOf(true));
    }

    /** Before each of them an operator sleeps; tells how many there are. */
    private int effectsOf(boolean move) throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                MasterWatch watch = new MasterWatch(cluster)) {
            boolean more = true;
            int line = 1;
            for (; more; line++) {
                begin(cluster);
                String target = cluster.record().holder().equals("c-1") ? "c-2" : "c-1";
                Action action = move ? new Action.Move(target, "a test", Action.Occasion.SURPLUS) : new Action.Elect();
                more = slept(cluster, action, line, 2);
                inOrder(cluster, watch, line);
            }
            return line;
        }
    }

    private void begin(TestCluster cluster) {
        cluster.operate(() -> true);
        cluster.settle(2);
        cluster.stop();
        write(cluster);
    }

    /** An acknowledged write that every replica has. */
    private void write(TestCluster cluster) {
        try (Jedis client = cluster.master().client()) {
            client.set("write" + ++writes, "done");
            assertThat(client.waitReplicas(1, 2000)).isPositive();
        }
    }

    /** True if there may be a next effect. */
    private boolean slept(TestCluster cluster, Action action, int effect, int replicas) throws InterruptedException {
        long before = cluster.record().epoch();
        Fault fault = Fault.meanwhile(effect, () -> {
            cluster.operate(() -> true);
            cluster.settle(replicas);
            write(cluster);
            cluster.stop();
        });
        try {
            cluster.act(action, fault);
        } catch (StoreException refused) {
            assertThat(fault.happened())
                    .as("the record was taken from it while it slept")
                    .isTrue();
        }
        return Effects.mayBeMore(cluster, fault, effect, before);
    }

    private void inOrder(TestCluster cluster, MasterWatch watch, int effect) {
        cluster.operate(() -> true);
        cluster.settle(2);
        cluster.stop();
        assertThat(cluster.masters()).containsExactly(cluster.record().holder());
        watch.assertOneMasterInEach(cluster.record().epoch());
        for (RedisServer server : cluster.servers()) {
            try (Jedis client = server.client()) {
                for (int write = 1; write <= writes; write++) {
                    assertThat(client.exists("write" + write))
                            .as("%s has write %s, after a pause at effect %s", server.name(), write, effect)
                            .isTrue();
                }
            }
        }
    }
}
