package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The informer does not show the record: its label was taken away, or the watch died. */
class LostRecordIT {
    @TempDir
    Path folder;

    @Test
    void itIsSoughtThoughNotAllNodesAnswer() throws Exception {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            RedisServer master = cluster.master();
            cluster.stop();
            cluster.servers().stream()
                    .filter(s -> !s.equals(master))
                    .findFirst()
                    .orElseThrow()
                    .kill();
            master.kill();
            master.start();
            long epoch = cluster.record().epoch();
            cluster.records.loseSight();

            cluster.operate(() -> true);
            await().atMost(Duration.ofSeconds(30)).until(() -> cluster.masters().size() == 1);
            assertThat(cluster.record().epoch()).isEqualTo(epoch + 1);
            assertThat(cluster.master()).isNotEqualTo(master);
        }
    }
}
