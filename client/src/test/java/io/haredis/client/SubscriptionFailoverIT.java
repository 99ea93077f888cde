package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.Recorder;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.exceptions.JedisException;

/** Through twenty deaths of the master: how soon it is told, and that from then on nothing is missing. */
@Timeout(300)
class SubscriptionFailoverIT {
    private static final int FAILOVERS = 20;

    @TempDir
    Path folder;

    /** Messages by the time at which their publication began; only those whose publication was confirmed. */
    private final Map<Long, String> published = new ConcurrentSkipListMap<>();

    private volatile boolean publishing;

    @Test
    void everyMessageAfterTheMoveArrives() throws Exception {
        List<Long> millis = new ArrayList<>();
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(Duration.ofSeconds(20));
            for (int i = 0; i < FAILOVERS; i++) {
                millis.add(failover(cluster, client, heard));
            }
        }
        Collections.sort(millis);
        System.out.println("subscriptions back after the death of the master, ms: " + millis);
        assertThat(millis.get(FAILOVERS / 2)).isLessThan(1000);
    }

    private long failover(TestCluster cluster, HaRedisClient client, Recorder heard) throws Exception {
        int before = heard.moves().size();
        publishing = true;
        Thread publisher = new Thread(() -> publish(client), "publisher");
        publisher.start();
        RedisServer dead = cluster.master();
        long began = System.nanoTime();
        dead.kill();
        cluster.elect();
        long back = heard.awaitMove(before, SubscriptionMove::mayHaveMissed).at();
        await(() -> published.keySet().stream().filter(at -> at > back).count() > 50);
        publishing = false;
        publisher.join();
        long from = heard.moves().stream()
                .filter(m -> m.move().mayHaveMissed())
                .mapToLong(Recorder.Move::at)
                .max()
                .orElseThrow();
        List<String> after = published.entrySet().stream()
                .filter(e -> e.getKey() > from)
                .map(Map.Entry::getValue)
                .toList();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(heard.texts()).containsAll(after).doesNotHaveDuplicates());
        dead.start();
        cluster.followAll();
        await(cluster::isInSync);
        return (back - began) / 1_000_000;
    }

    private void publish(HaRedisClient client) {
        while (publishing) {
            long began = System.nanoTime();
            String text = Long.toString(began);
            try {
                client.publish("news", text);
                published.put(began, text);
            } catch (JedisException e) {
                // Of unknown outcome: it may arrive or not.
            }
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }
}
