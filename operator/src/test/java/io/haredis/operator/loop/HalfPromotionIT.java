package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.act.Step;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A promotion that fails inside its EXEC, after the server became master. Here: the operator may not write there. */
class HalfPromotionIT {
    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.settled(folder);
        try (Jedis client = cluster.master().client()) {
            client.set("key", "value");
            assertThat(client.waitReplicas(2, 2000)).isEqualTo(2);
        }
        cluster.stop();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private Step act(Action action, Fault fault) throws Exception {
        return Objects.requireNonNull(cluster.act(action, fault));
    }

    /** c-1 comes first in the order of preference, and cannot be promoted: the keys of the reign are refused. */
    @Test
    void isFencedAgainAtOnceAndAsksForTheNextElection() throws Exception {
        cluster.master().kill();
        RedisServer half = cluster.server("c-1");
        Step step = act(new Action.Elect(), inItsPromotion(half));
        assertThat(step.done()).isFalse();
        assertThat(step.sentence()).contains("c-1 did only part");
        assertThat(half.isMaster()).isFalse();
        assertThat(half.info("master_host")).isEqualTo("127.0.0.1");
        assertThat(half.meddle("GET", "haredis:fence")).isEqualTo("3");
        assertThat(half.meddle("GET", "haredis:epoch")).isEqualTo("1");
        assertThat(half.setting("min-replicas-to-write")).isEqualTo(Integer.toString(Policy.CLOSED));
        cluster.operate(() -> true);
        cluster.settle(1);
        assertThat(cluster.record().epoch()).isEqualTo(3);
        assertThat(cluster.master().setting("min-replicas-to-write")).isEqualTo("1");
    }

    /** Who promoted it died before it opened it. */
    @Test
    void whoeverFindsAClosedMasterOpensIt() throws Exception {
        cluster.master().kill();
        assertThat(cluster.act(new Action.Elect(), Fault.at(Fault.Kind.CRASH, 9)))
                .isNull();
        RedisServer closed = cluster.server("c-1");
        assertThat(closed.isMaster()).isTrue();
        assertThat(closed.meddle("GET", "haredis:epoch")).isEqualTo("2");
        assertThat(closed.setting("min-replicas-to-write")).isEqualTo(Integer.toString(Policy.CLOSED));
        cluster.operate(() -> false);
        cluster.settle(1);
        assertThat(closed.setting("min-replicas-to-write")).isEqualTo("1");
        assertThat(cluster.record().epoch()).isEqualTo(2);
    }

    /** It got a new replication id and not one byte more than the other: it is passed over if anything speaks against it. */
    @Test
    void isPassedOverForANodeThatHoldsAsMuch() throws Exception {
        cluster.master().kill();
        RedisServer half = cluster.server("c-1");
        act(new Action.Elect(), inItsPromotion(half));
        assertThat(half.info("master_replid"))
                .isNotEqualTo(cluster.server("c-2").info("master_replid"));
        failToSave(half);
        cluster.operate(() -> true);
        cluster.settle(1);
        assertThat(cluster.record().holder()).isEqualTo("c-2");
        assertThat(half.meddle("DBSIZE")).isEqualTo(cluster.master().meddle("DBSIZE"));
    }

    /** Its fencing after that leaves no stamp: nothing on the servers asks for the next election. */
    @Test
    void isPassedOverWhereNoScriptWorks() throws Exception {
        RedisServer old = cluster.master();
        old.kill();
        RedisServer half = cluster.server("c-1");
        act(new Action.Elect(), Fault.meanwhile(8, () -> half.meddle("ACL", "SETUSER", "operator", "-set")));
        assertThat(half.meddle("GET", "haredis:fence")).isEqualTo("2");
        assertThat(cluster.record().holder()).isEqualTo("c-1");
        old.start();
        cluster.operate(() -> true);
        cluster.settle(2);
        assertThat(cluster.record().holder()).isEqualTo("c-2");
        assertThat(cluster.record().epoch()).isEqualTo(3);
    }

    /** Seven effects detach both nodes, look at them and write the record; two promote; then it is fenced. */
    private static Fault inItsPromotion(RedisServer half) {
        return Fault.meanwhile(8, () -> half.meddle("ACL", "SETUSER", "operator", "-set"))
                .then(10, () -> half.meddle("ACL", "SETUSER", "operator", "+set"));
    }

    private static void failToSave(RedisServer server) {
        server.meddle("CONFIG", "SET", "dir", "/proc");
        server.meddle("BGSAVE");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.info("rdb_last_bgsave_status").equals("err"));
        server.meddle("CONFIG", "SET", "dir", server.folder()); // where a full sync writes
    }
}
