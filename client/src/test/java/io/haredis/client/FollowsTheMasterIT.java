package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One address is enough; the master is followed through an election and a move. */
@Timeout(60)
class FollowsTheMasterIT {
    @TempDir
    Path folder;

    @Test
    void writesThroughTheDeathOfTheMaster() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            assertThat(client.set("a", "1")).isEqualTo("OK");
            cluster.master().kill();
            CompletableFuture<String> during = CompletableFuture.supplyAsync(() -> write(client));
            cluster.elect();
            assertThat(during.get(10, TimeUnit.SECONDS)).isEqualTo("OK");
            assertThat(client.get("a")).isEqualTo("2");
        }
    }

    /** What was sent before the death was seen may have run: it is sent once more. */
    private static String write(HaRedisClient client) {
        try {
            return client.set("a", "2");
        } catch (HaUnknownOutcomeException unseen) {
            return client.set("a", "2");
        }
    }

    @Test
    void writesThroughAPlannedMove() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            client.incr("n");
            cluster.move(cluster.server(2));
            assertThat(client.incr("n")).isEqualTo(2);
            cluster.move(cluster.server(1));
            assertThat(client.incr("n")).isEqualTo(3);
        }
    }
}
