package io.haredis.operator.clusters;

import io.haredis.operator.act.RecordStore;
import io.haredis.operator.act.Routes;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.loop.Reporter;
import java.util.List;
import java.util.function.Supplier;

/**
 * All that a loop gets of Kubernetes.
 *
 * @param cluster the object it is for
 * @param policy what the specification asks now
 * @param pods the pods as last seen
 * @param record the master record
 * @param routes the master Service and the role labels
 * @param reporter tells people
 */
public record ClusterContext(
        ClusterRef cluster,
        Supplier<Policy> policy,
        Supplier<List<PodView>> pods,
        RecordStore record,
        Routes routes,
        Reporter reporter) {
    /** Makes the loop of one cluster. */
    public interface LoopFactory {
        /** A loop that does not run yet. */
        ClusterLoop create(ClusterContext context);
    }
}
