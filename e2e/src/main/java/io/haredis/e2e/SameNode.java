package io.haredis.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Brings the leading operator and a cluster's master to one node, or apart, by making others lead and reign. */
public final class SameNode {
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final int TRIES = 20;
    private static final int OPERATORS = 2;

    private final KubernetesClient kubernetes;
    private final Operators operators;

    public SameNode(KubernetesClient kubernetes) {
        this.kubernetes = kubernetes;
        this.operators = new Operators(kubernetes);
    }

    /** Returns the node; the cluster is settled then, and the other operator is elsewhere. */
    public String arrange(RedisCluster cluster) {
        for (int i = 0; i < TRIES; i++) {
            operators.awaitReady(OPERATORS);
            String master = String.valueOf(RedisCluster.status(cluster.awaitSettled(1, AT_MOST), "master"));
            String node = cluster.nodeOf(master);
            String leader = operators.leader();
            Map<String, String> nodes = operators.nodes();
            boolean apart = nodes.values().stream().distinct().count() == OPERATORS;
            if (apart && node.equals(nodes.get(leader))) {
                return node;
            }
            if (!apart || nodes.containsValue(node)) {
                replace(Operators.NAMESPACE, leader);
            } else {
                replace(cluster.namespace(), master);
            }
        }
        throw new IllegalStateException("leader and master do not meet on one node");
    }

    /** The opposite: the leading operator is on another node than the cluster's master. */
    public void part(RedisCluster cluster) {
        for (int i = 0; i < TRIES; i++) {
            operators.awaitReady(OPERATORS);
            String master = String.valueOf(RedisCluster.status(cluster.awaitSettled(1, AT_MOST), "master"));
            String leader = operators.leader();
            if (!cluster.nodeOf(master).equals(operators.nodes().get(leader))) {
                return;
            }
            replace(Operators.NAMESPACE, leader);
        }
        throw new IllegalStateException("leader and master do not part");
    }

    /** Returns when the pod is gone, whether or not another is in its place. */
    private void replace(String namespace, String pod) {
        var found = kubernetes.pods().inNamespace(namespace).withName(pod);
        String uid = found.require().getMetadata().getUid();
        found.delete();
        Poll.require(pod + " is gone", AT_MOST, () -> {
            var now = found.get();
            return now == null || !Objects.equals(now.getMetadata().getUid(), uid);
        });
    }
}
