package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Who may talk to the servers, also while they start. */
@Order(6)
@Tag(Lab.SIDE_BY_SIDE)
class AuthIT {
    private static final int TIME_OUT_MILLIS = 2000;
    private static final String REFUSED = "not connected";

    @RegisterExtension
    static final Lab LAB = new Lab("auth");

    @Test
    void connectionWithoutThePasswordIsRefusedAtEveryMomentOfARestart() throws Exception {
        RedisCluster cluster = LAB.settled("c", Map.of());
        Servers servers = new Servers(cluster);
        String replica = cluster.pods().stream()
                .map(Endpoint::name)
                .filter(pod -> !pod.equals(Servers.masterOf(cluster.get())))
                .findFirst()
                .orElseThrow();
        Endpoint endpoint = servers.endpoint(replica);
        AtomicBoolean running = new AtomicBoolean(true);
        FutureTask<Map<String, Integer>> answers = new FutureTask<>(() -> askWithoutPassword(endpoint, running));
        Thread.ofPlatform().name("intruder").daemon().start(answers);
        try {
            LAB.killAndAwaitRestart(replica);
            cluster.awaitSettled(1, Lab.AT_MOST);
        } finally {
            running.set(false);
        }
        Map<String, Integer> counted = answers.get();
        System.out.println("figure: answers without the password while a node restarts: " + counted);
        assertThat(counted.keySet()).isSubsetOf("-NOAUTH", REFUSED, "");
        assertThat(counted).containsKeys("-NOAUTH", REFUSED);
    }

    /** In a tight loop, in the smallest way: the first word of the answer to an inline PING on a fresh connection. */
    private static Map<String, Integer> askWithoutPassword(Endpoint endpoint, AtomicBoolean running) {
        Map<String, Integer> answers = new TreeMap<>();
        while (running.get()) {
            answers.merge(firstWord(endpoint), 1, Integer::sum);
        }
        return answers;
    }

    private static String firstWord(Endpoint endpoint) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), TIME_OUT_MILLIS);
            socket.setSoTimeout(TIME_OUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder word = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c > ' ';
                    c = socket.getInputStream().read()) {
                word.append((char) c);
            }
            return word.toString();
        } catch (IOException e) {
            return REFUSED;
        }
    }

    @Test
    void withoutAuthEverybodyMayWriteAndNobodyMayAdminister() {
        RedisCluster cluster = LAB.settled("open", Map.of("auth", Map.of("enabled", false)));
        try (Jedis jedis = new Servers(cluster).master()) {
            assertThat(jedis.set("a", "1")).isEqualTo("OK");
            assertThatThrownBy(() -> jedis.configSet("appendonly", "yes"))
                    .isInstanceOf(JedisAccessControlException.class);
            assertThatThrownBy(jedis::replicaofNoOne).isInstanceOf(JedisDataException.class);
        }
    }

    @Test
    void passwordOfOnesOwnIsUsed() {
        LAB.kubectl("create", "secret", "generic", "mine", "--from-literal=password=correct horse");
        RedisCluster cluster = LAB.settled("own", Map.of("auth", Map.of("secretName", "mine")));
        assertThat(cluster.password()).isEqualTo("correct horse");
        try (Jedis jedis = new Servers(cluster).master()) {
            assertThat(jedis.set("a", "1")).isEqualTo("OK");
        }
    }
}
