package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.ClusterKey;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.report.Configuration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes that failed one after the other. A single failure passes by itself; several are told, since the last statement,
 * that all is well, is no longer true. The next pass that comes to its end states anew. Thread-safe.
 */
final class Failures {
    private static final int TOLD = 3;

    private final Configuration configuration;
    private final Map<ClusterKey, Integer> inARow = new ConcurrentHashMap<>();

    Failures(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The API refuses a call for a reason of its own: a webhook is down, its store is full. */
    void failed(HaRedisCluster cluster, KubernetesClientException failure) {
        failed(
                cluster,
                "ApiRefuses",
                "The objects of this cluster cannot be kept: " + ApiErrors.sentence(failure)
                        + ". It is tried again until the Kubernetes API takes it.");
    }

    /** A fault of the operator's own. Its words may hold anything, and stay in the log. */
    void failed(HaRedisCluster cluster, RuntimeException fault) {
        failed(
                cluster,
                "OperatorFault",
                "The objects of this cluster cannot be kept: the operator fails with "
                        + fault.getClass().getSimpleName()
                        + ". Its log says where; please report it.");
    }

    private void failed(HaRedisCluster cluster, String reason, String sentence) {
        if (inARow.merge(ClusterKey.of(ClusterRef.of(cluster)), 1, Integer::sum) >= TOLD) {
            configuration.rejected(cluster, reason, sentence);
        }
    }

    /** A pass came to its end, or another operator makes them, or the cluster is gone. */
    void over(ClusterKey cluster) {
        inARow.remove(cluster);
    }
}
