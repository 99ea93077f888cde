package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.decide.Action;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What an application, which may write our keys, does to them: it can trouble a cluster, and not stop it. */
class KeysIT {
    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.settled(folder);
        write("before");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FLUSHALL",
                "SWAPDB 0 15",
                "DEL haredis:epoch",
                "DEL haredis:epoch haredis:quorum haredis:beat haredis:opcounter",
                "SET haredis:quorum 0",
                "HSET haredis:epoch a b"
            })
    void keysThatAreGoneAreWrittenAnewUnderTheSameMaster(String command) {
        RedisServer master = cluster.master();
        if (command.startsWith("HSET")) {
            meddle("DEL haredis:epoch");
        }
        meddle(command);
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(cluster.servers())
                        .allMatch(s -> s.ask("GET", "haredis:epoch").equals("1")
                                && s.ask("GET", "haredis:quorum").equals("1")));
        cluster.settle(2);
        assertThat(cluster.master()).isSameAs(master);
        assertThat(cluster.record().epoch()).isEqualTo(1);
        stillElects();
    }

    /** The master dies before anybody has written them anew. */
    @ParameterizedTest
    @ValueSource(strings = {"FLUSHALL", "SWAPDB 0 15"})
    void keysThatAreGoneDoNotPreventAnElection(String command) throws IOException {
        cluster.stop();
        meddle(command);
        write("after");
        RedisServer old = cluster.master();
        old.kill();
        cluster.operate(() -> true);
        cluster.settle(1);
        assertThat(cluster.record().epoch()).isEqualTo(2);
        assertThat(has("after")).isTrue();
        old.start();
        cluster.settle(2);
    }

    /** A master that was only believed dead has lost its keys, and so have all. */
    @Test
    void keysThatAreGoneDoNotPreventAnElectionUnderALivingMaster() throws Exception {
        cluster.stop();
        meddle("FLUSHALL");
        write("after");
        cluster.act(new Action.Elect(), Fault.at(Fault.Kind.CRASH, 8));
        cluster.operate(() -> true);
        cluster.settle(2);
        assertThat(has("after")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET haredis:epoch 50",
                "SET haredis:fence 2",
                "SET haredis:fence 50",
                "SET haredis:epoch 9223372036854775807",
                "LPUSH haredis:fence a"
            })
    void forgedKeysAreLivedWith(String command) {
        String[] words = command.split(" ", -1);
        meddle("DEL " + words[1]);
        meddle(command);
        settlesAboveWhatWasForged(words[1], words[2]);
        write("after");
        stillElects();
        assertThat(has("before")).isTrue();
        assertThat(has("after")).isTrue();
    }

    private void settlesAboveWhatWasForged(String key, String value) {
        boolean believed = value.matches("[0-9]{1,15}");
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> !believed || cluster.record().epoch() >= Long.parseLong(value));
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> !key.equals("haredis:epoch")
                        || cluster.master()
                                .ask("GET", key)
                                .equals(String.valueOf(cluster.record().epoch())));
        cluster.settle(2);
        if (!believed) {
            assertThat(cluster.record().epoch()).isLessThan(4);
        }
        assertThat(cluster.masters()).containsExactly(cluster.record().holder());
    }

    /** The cluster is not stuck: the next failure is dealt with. */
    private void stillElects() {
        long epoch = cluster.record().epoch();
        RedisServer old = cluster.master();
        old.kill();
        cluster.settle(1);
        assertThat(cluster.record().epoch()).isEqualTo(epoch + 1);
        assertThat(cluster.master()).isNotSameAs(old);
    }

    private void meddle(String command) {
        try (Jedis client = cluster.master().client()) {
            String[] words = command.split(" ", -1);
            client.select(15);
            client.sendCommand(
                    () -> words[0].getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(words, 1, words.length));
            client.waitReplicas(2, 1000);
        }
    }

    private void write(String key) {
        try (Jedis client = cluster.master().client()) {
            client.set(key, "value");
            assertThat(client.waitReplicas(2, 2000)).isEqualTo(2);
        }
    }

    private boolean has(String key) {
        try (Jedis client = cluster.master().client()) {
            return client.exists(key);
        }
    }
}
