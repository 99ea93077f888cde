package io.haredis.operator.clusters;

import io.haredis.operator.act.Annotations;
import io.haredis.operator.act.RecordStore;
import io.haredis.operator.act.Routes;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.loop.Reporter;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * All that a loop gets of Kubernetes.
 *
 * @param cluster the object it is for
 * @param policy what the specification asks now
 * @param pods the pods as last seen
 * @param password of the operator's own Redis user; empty while its Secret is not there
 * @param record the master record
 * @param routes the master Service and the role labels
 * @param annotations what people ask for by annotations
 * @param reporter tells people
 */
public record ClusterContext(
        ClusterRef cluster,
        Supplier<Policy> policy,
        Supplier<Collection<PodView>> pods,
        Supplier<String> password,
        RecordStore record,
        Routes routes,
        Annotations annotations,
        Reporter reporter) {
    /** Makes the loop of one cluster. */
    public interface LoopFactory {
        /** A loop that does not run yet. */
        ClusterLoop create(ClusterContext context);
    }
}
