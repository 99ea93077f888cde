package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.Action;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import io.haredis.operator.testing.Writers;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/**
 * An operator ends, or loses a reply, at every line of an election and of a planned move in turn; another one, which
 * knows nothing of it, brings the cluster into order.
 */
class CrashedOperatorIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"CRASH", "REPLY_LOST"})
    void anElectionAfterAKill(Fault.Kind kind) throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            boolean more = true;
            int line = 1;
            for (; more; line++) {
                begin(cluster, line);
                RedisServer old = cluster.master();
                old.kill();
                more = interrupted(cluster, new Action.Elect(), kind, line);
                cluster.operate(() -> true);
                cluster.settle(1);
                old.start();
                cluster.settle(2);
                inOrder(cluster, line);
            }
            Effects.assertAllMet(line);
        }
    }

    /** Nobody failed: an operator that only believed so. */
    @ParameterizedTest
    @EnumSource(names = {"CRASH", "REPLY_LOST"})
    void anElectionWhileTheMasterLives(Fault.Kind kind) throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            boolean more = true;
            int line = 1;
            for (; more; line++) {
                begin(cluster, line);
                more = interrupted(cluster, new Action.Elect(), kind, line);
                cluster.operate(() -> true);
                cluster.settle(2);
                inOrder(cluster, line);
            }
            Effects.assertAllMet(line);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CRASH", "REPLY_LOST"})
    void aPlannedMoveUnderWriters(Fault.Kind kind) throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            begin(cluster, 0);
            try (Writers writers = Writers.start(3, false, cluster)) {
                boolean more = true;
                int line = 1;
                for (; more; line++) {
                    begin(cluster, line);
                    String target = cluster.record().holder().equals("c-1") ? "c-2" : "c-1";
                    int before = writers.acknowledged();
                    more = interrupted(cluster, new Action.Move(target, "a test", Action.Occasion.SURPLUS), kind, line);
                    cluster.operate(() -> true);
                    cluster.settle(2);
                    inOrder(cluster, line);
                    assertThat(writers.acknowledged()).isGreaterThan(before);
                }
                Effects.assertAllMet(line);
                assertThat(writers.missingOn(cluster.master())).isEmpty();
                System.out.println(writers.acknowledged() + " writes, none lost");
            }
        }
    }

    /** Rule "failElect": the target lost its link just before the old master's last write. */
    @Test
    void aMoveToATargetThatLagsEndsInAnElectionWithoutIt() throws Exception {
        aMoveEndsInAnElectionWithoutItsTarget(target -> target.meddle("REPLICAOF", "127.0.0.1", 1));
    }

    /** Rule "lineage": it has as many bytes as the old master, and more, but not the same. */
    @Test
    void aMoveToATargetThatSomebodyMadeMasterEndsInAnElectionWithoutIt() throws Exception {
        aMoveEndsInAnElectionWithoutItsTarget(target -> {
            target.meddle("REPLICAOF", "NO", "ONE");
            target.meddle("CONFIG", "SET", "min-replicas-to-write", 0);
            target.meddle("SET", "stray", "x".repeat(1000));
        });
    }

    private void aMoveEndsInAnElectionWithoutItsTarget(Consumer<RedisServer> meanwhile) throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            begin(cluster, 1);
            RedisServer old = cluster.master();
            int beforeTheFence = 3;
            Fault fault = Fault.meanwhile(beforeTheFence, () -> {
                meanwhile.accept(cluster.server("c-1"));
                try (Jedis client = old.client()) {
                    client.set("line2", "the last write");
                }
            });
            cluster.act(new Action.Move("c-1", "a test", Action.Occasion.SURPLUS), fault);
            assertThat(cluster.record().holder()).isNotEqualTo("c-1");
            cluster.operate(() -> true);
            cluster.settle(2);
            inOrder(cluster, 2);
        }
    }

    private long epoch;

    /** A settled cluster, a new key on every replica, and no operator. */
    private void begin(TestCluster cluster, int line) {
        if (line <= 1) {
            cluster.operate(() -> true);
            cluster.settle(2);
        }
        try (Jedis client = cluster.master().client()) {
            client.set("line" + line, "done");
            assertThat(client.waitReplicas(2, 2000)).isEqualTo(2);
        }
        cluster.stop();
        epoch = cluster.record().epoch();
    }

    /** True if there may be a next line. */
    private static boolean interrupted(TestCluster cluster, Action action, Fault.Kind kind, int line)
            throws InterruptedException {
        Fault fault = Fault.at(kind, line);
        long before = cluster.record().epoch();
        try {
            cluster.act(action, fault);
        } catch (StoreException e) {
            assertThat(kind).isEqualTo(Fault.Kind.REPLY_LOST);
        }
        return Effects.mayBeMore(cluster, fault, line, before);
    }

    private void inOrder(TestCluster cluster, int lines) {
        assertThat(cluster.masters()).containsExactly(cluster.record().holder());
        assertThat(cluster.record().epoch()).as("epoch after line %s", lines).isBetween(epoch, epoch + 2);
        for (RedisServer server : cluster.servers()) {
            try (Jedis client = server.client()) {
                for (int line = 1; line <= lines; line++) {
                    assertThat(client.exists("line" + line))
                            .as("%s has line%s", server.name(), line)
                            .isTrue();
                }
            }
        }
    }
}
