package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the loop, and what Kubernetes shows beside it.
 *
 * @param record null if there is none
 * @param around what is not from the loop
 */
record Seen(Snapshot snapshot, @Nullable MasterRecord record, Decision decision, Around around) {
    /**
     * What the loop does not see.
     *
     * @param cluster the object, with the status it has now
     * @param wanted names of the nodes that there should be
     * @param placed Kubernetes node of each pod that has one, by pod
     * @param obstacles what keeps a pod from running, by pod
     * @param masterSince beginning of the reign, null if unknown
     */
    record Around(
            HaRedisCluster cluster,
            List<String> wanted,
            SortedMap<String, String> placed,
            SortedMap<String, Obstacle> obstacles,
            @Nullable Instant masterSince) {}
}
