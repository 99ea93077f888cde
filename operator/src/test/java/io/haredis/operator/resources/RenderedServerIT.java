package io.haredis.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.protocol.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.commands.ProtocolCommand;

/** The rendered files of every golden case, on every supported server that is here. */
class RenderedServerIT {
    private static final List<List<String>> FORBIDDEN = List.of(
            List.of("REPLICAOF", "NO", "ONE"),
            List.of("SLAVEOF", "NO", "ONE"),
            List.of("CONFIG", "SET", "replica-read-only", "no"),
            List.of("CONFIG", "REWRITE"),
            List.of("SHUTDOWN", "NOSAVE"),
            List.of("FAILOVER"),
            List.of("ACL", "LIST"),
            List.of("CLIENT", "KILL", "TYPE", "normal"),
            List.of("BGSAVE"),
            List.of("MONITOR"));

    @TempDir
    Path folder;

    static List<Arguments> everyCaseOnEveryServer() throws IOException {
        List<Arguments> all = new ArrayList<>();
        for (List<String> command : RenderedServer.commands()) {
            for (Path golden : GoldenTest.cases()) {
                all.add(arguments(command, golden));
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyCaseOnEveryServer")
    void bornFencedAndOnlyTheOperatorCanChangeThat(List<String> command, Path golden) throws IOException {
        HaRedisClusterSpec spec = read(golden);
        try (RenderedServer server = RenderedServer.start(command, spec, folder);
                Jedis operator = server.operator();
                Jedis application = application(server, spec)) {
            assertThat(operator.info("replication")).contains("role:slave", "master_host:127.0.0.1", "master_port:1\r");
            assertThatThrownBy(() -> application.set("key", "value")).hasMessageStartingWith("READONLY");
            FORBIDDEN.forEach(words -> assertThatThrownBy(() -> send(application, words))
                    .as("%s", words)
                    .hasMessageStartingWith("NOPERM"));
            assertThat(application.info()).contains("role:slave");
            assertThat(application.configGet("maxmemory")).isNotEmpty();
            assertThatThrownBy(() -> operator.get("key")).hasMessageStartingWith("NOPERM");
            asksForThePassword(server, spec);
            promote(operator, spec);
            assertThat(application.set("key", "value")).isEqualTo("OK");
            copiesItsData(operator);
        }
    }

    static List<List<String>> everyServer() throws IOException {
        return RenderedServer.commands();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyServer")
    void replicatesAsTheUserOfReplication(List<String> command) throws IOException {
        HaRedisClusterSpec spec = HaRedisClusterSpec.DEFAULT;
        try (RenderedServer master = RenderedServer.start(command, spec, folder.resolve("a"));
                RenderedServer replica = RenderedServer.start(command, spec, folder.resolve("b"));
                Jedis onMaster = master.operator();
                Jedis onReplica = replica.operator()) {
            promote(onMaster, spec);
            onMaster.configSet("min-replicas-to-write", "1");
            onReplica.replicaof("127.0.0.1", master.port());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> onReplica.info("replication").contains("master_link_status:up"));
            try (Jedis application = application(master, spec)) {
                Awaitility.await().ignoreExceptions().until(() -> "OK".equals(application.set("key", "value")));
                assertThat(application.waitReplicas(1, 5000)).isEqualTo(1);
            }
            assertThat(onMaster.info("replication")).contains("slave0:ip=127.0.0.1,port=" + replica.port());
        }
    }

    /** The steps of docs/failover.md, as far as the rights go. */
    private static void promote(Jedis operator, HaRedisClusterSpec spec) {
        operator.select(spec.metadataDatabase());
        operator.watch(Keys.EPOCH, Keys.FENCE);
        Transaction exec = operator.multi();
        exec.sendCommand(Command.REPLICAOF, "NO", "ONE");
        exec.sendCommand(Command.CONFIG, "SET", "stop-writes-on-bgsave-error", "no");
        exec.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "0");
        exec.sendCommand(Command.EVAL, "redis.call('set', KEYS[1], ARGV[1])", "1", Keys.EPOCH, "1");
        exec.sendCommand(Command.CONFIG, "SET", "stop-writes-on-bgsave-error", "yes");
        assertThat(exec.exec()).hasSize(5).noneMatch(Exception.class::isInstance);
        assertThat(operator.get(Keys.EPOCH)).isEqualTo("1");
        operator.publish("haredis:gossip:master", "127.0.0.1:6379");
    }

    private static void copiesItsData(Jedis operator) {
        operator.configSet("dbfilename", "kept.rdb");
        operator.bgsave();
        operator.configSet("dbfilename", "dump.rdb");
    }

    private static void asksForThePassword(RenderedServer server, HaRedisClusterSpec spec) {
        if (spec.auth().enabled()) {
            assertThatThrownBy(() -> pingAsNobody(server)).hasMessageStartingWith("NOAUTH");
        } else {
            assertThat(pingAsNobody(server)).isEqualTo("PONG");
        }
    }

    private static String pingAsNobody(RenderedServer server) {
        try (Jedis nobody = server.connect(null, null)) {
            return nobody.ping();
        }
    }

    private static Jedis application(RenderedServer server, HaRedisClusterSpec spec) {
        return server.connect(null, spec.auth().enabled() ? RenderedServer.APPLICATION : null);
    }

    private static void send(Jedis connection, List<String> words) {
        ProtocolCommand command = () -> words.getFirst().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        connection.sendCommand(command, words.subList(1, words.size()).toArray(String[]::new));
    }

    private static HaRedisClusterSpec read(Path golden) throws IOException {
        return Serialization.unmarshal(Files.readString(golden.resolve("in-cluster.yaml")), HaRedisCluster.class)
                .getSpec();
    }
}
