package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.Recorder;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.Subscribers;
import io.haredis.client.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Subscriptions on servers that cannot save, and of users who may not publish tokens. */
@Timeout(120)
class UneasySubscriptionsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    /** They answer a PING by an error, and are in the stream all the same. */
    @Test
    void whoCannotSaveKeepsItsListeners() throws IOException {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client =
                        cluster.client().probeInterval(Duration.ofSeconds(1)).build()) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(SOON);
            Subscribers.awaitOnReplica(cluster, "news");
            for (RedisServer server : cluster.servers()) {
                breakSaves(server);
            }
            int moves = heard.moves().size();
            long suspicions = client.metrics().suspicions();
            Awaitility.await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
            assertThat(heard.moves()).hasSize(moves);
            assertThat(client.metrics().suspicions()).isEqualTo(suspicions);
            client.publish("news", "1");
            heard.awaitTexts(1);
        }
    }

    /** A master without its epoch proves nothing: that is asked for with pauses, and works once the operator has put it back. */
    @Test
    void whatCannotBeProvenIsTriedWithPauses() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().build();
                Jedis metadata = cluster.master().as("meddler", 15)) {
            client.set("k", "v");
            metadata.del("haredis:epoch");
            Recorder heard = new Recorder();
            Subscription subscription = client.subscribe(heard, "news");
            long before = cluster.master().connections();
            Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertThat(cluster.master().connections() - before).isLessThan(60);
            metadata.set("haredis:epoch", "1");
            subscription.awaitSubscribed(SOON);
            Awaitility.await().atMost(SOON).until(() -> {
                client.publish("news", "1");
                return !heard.texts().isEmpty();
            });
        }
    }

    private void breakSaves(RedisServer server) throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone-" + server.host()));
        try (Jedis meddler = server.meddler()) {
            meddler.configSet("dir", gone.toString());
            Files.delete(gone);
            meddler.configSet("save", "3600 1");
            meddler.bgsave();
        }
        Awaitility.await()
                .atMost(SOON)
                .until(() -> server.info("rdb_last_bgsave_status").equals("err"));
    }

    @Test
    void withoutTokensAReplicaThatLostItsMasterIsLeft() {
        try (TestCluster cluster = new TestCluster(3, folder, Subscribers.LIMITED);
                HaRedisClient client = Subscribers.limited(cluster)) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(SOON);
            RedisServer mute = Subscribers.awaitOnReplica(cluster, "news");
            int before = heard.moves().size();
            cluster.detach(mute);
            assertThat(heard.awaitMove(before, move -> move.reason() == SubscriptionMove.Reason.LAGGING)
                            .move()
                            .mayHaveMissed())
                    .isTrue();
            client.publish("news", "1");
            heard.awaitTexts(1);
        }
    }
}
