package io.haredis.client.differential;

import static io.haredis.client.testing.RedisServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.HaRedisClient;
import io.haredis.client.differential.Offer.Sent;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;

/**
 * Every method of {@code UnifiedJedis}, {@code Pipeline} and {@code Transaction} that sends a command, on Jedis' own client and
 * on ours, on the same data: same replies, same exceptions. Each is tried on keys of all types until it succeeds.
 */
@Timeout(180)
class DifferentialIT {
    /** Commands that no test of this kind can see succeed. Their exceptions are compared. */
    private static final Set<String> NEVER_SUCCEED = Set.of(
            // A running one is needed.
            "script|kill",
            "function|kill",
            // Another server is needed.
            "migrate",
            // Another eviction policy is needed, under which OBJECT IDLETIME fails.
            "object|freq");

    private static final String USER = "meddler";
    private static final int ATTEMPTS = 3;

    @TempDir
    Path folder;

    private final Set<String> differences = new TreeSet<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> offered = new TreeSet<>();
    private final Set<String> succeeded = new HashSet<>();
    private int calls;

    @ParameterizedTest
    @CsvSource({"1, RESP2", "1, RESP3", "2, RESP2", "2, RESP3"})
    void bothAnswerTheSame(int nodes, RedisProtocol protocol) {
        try (TestCluster cluster = new TestCluster(nodes, folder, "min-replicas-max-lag 60");
                Dataset data = new Dataset(cluster.master());
                UnifiedJedis theirs = theirs(cluster.master(), protocol);
                HaRedisClient ours = cluster.client()
                        .clientConfig(config(protocol))
                        .auth(USER, PASSWORD)
                        .build()) {
            try (Jedis jedis = cluster.master().meddler()) {
                known.addAll(jedis.commandList());
            }
            for (Side side : Side.values()) {
                for (Method method : Surface.of(side.type)) {
                    compare(side, method, data, theirs, ours);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(calls).isGreaterThan(5000);
        offered.retainAll(known);
        offered.removeAll(succeeded);
        offered.removeAll(NEVER_SUCCEED);
        assertThat(offered)
                .as("commands that the server knows and Jedis offers, and that never succeeded")
                .isEmpty();
    }

    private static DefaultJedisClientConfig config(RedisProtocol protocol) {
        return DefaultJedisClientConfig.builder()
                .protocol(protocol)
                .user(USER)
                .password(PASSWORD)
                .build();
    }

    private static UnifiedJedis theirs(RedisServer server, RedisProtocol protocol) {
        return RedisClient.builder()
                .hostAndPort(server.address())
                .clientConfig(config(protocol))
                .build();
    }

    private void compare(Side side, Method method, Dataset data, UnifiedJedis theirs, UnifiedJedis ours) {
        boolean success = false;
        boolean exists = true;
        for (List<String> texts : Surface.texts(method)) {
            if (success || !exists) {
                return;
            }
            Sent sent = Offer.of(side, method, Arguments.of(method, texts, Surface.number(method)));
            exists = sent == null || known.contains(sent.name());
            Object expected = outcome(side, method, texts, data, theirs);
            Object actual = outcome(side, method, texts, data, ours);
            calls++;
            String difference = difference(method, expected, actual);
            if (!difference.isEmpty()) {
                differences.add(side + " " + method.getName() + texts + ": " + difference);
            }
            success = !Described.isError(actual);
            note(sent, success);
        }
    }

    /** Of a call on fresh data; again if the replica was away just then. */
    private static @Nullable Object outcome(
            Side side, Method method, List<String> texts, Dataset data, UnifiedJedis jedis) {
        Object outcome;
        int attempts = 0;
        do {
            data.renew();
            outcome = side.outcome(jedis, method, Arguments.of(method, texts, Surface.number(method)));
        } while (Dataset.isRefused(outcome) && ++attempts < ATTEMPTS);
        return outcome;
    }

    private void note(@Nullable Sent sent, boolean success) {
        if (sent != null) {
            String command = known.contains(sent.withFirst()) ? sent.withFirst() : sent.name();
            offered.add(command);
            if (success) {
                succeeded.add(command);
            }
        }
    }

    private static String difference(Method method, @Nullable Object expected, @Nullable Object actual) {
        boolean byKind = Surface.BY_KIND.contains(method.getName())
                && !Described.isError(expected)
                && !Described.isError(actual);
        String theirs = byKind ? Described.kind(expected) : Described.of(expected);
        String ours = byKind ? Described.kind(actual) : Described.of(actual);
        return theirs.equals(ours) ? "" : "expected " + theirs + " but was " + ours;
    }
}
