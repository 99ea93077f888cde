package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.ScanIteration;

/** Iterations through a change of master. */
@Timeout(60)
class ScansIT {
    @TempDir
    Path folder;

    @Test
    void aScanMissesNothingWhenTheMasterDiesInBetween() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            try (Pipeline pipeline = client.pipelined()) {
                for (int i = 0; i < 1000; i++) {
                    pipeline.set("key:" + i, "v");
                }
            }
            cluster.awaitReplicated();
            Set<String> seen = new HashSet<>();
            ScanIteration scan = client.scanIteration(50, "key:*");
            seen.addAll(scan.nextBatchList());
            seen.addAll(scan.nextBatchList());
            cluster.master().kill();
            cluster.elect();
            scan.collect(seen);
            assertThat(seen).hasSize(1000);
        }
    }
}
