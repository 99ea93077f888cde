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
            Standing now = standing(cluster);
            boolean apart = now.operators().values().stream().distinct().count() == OPERATORS;
            if (apart && now.isTogether()) {
                return now.node();
            }
            if (!apart || now.operators().containsValue(now.node())) {
                replace(Operators.NAMESPACE, now.leader());
            } else {
                replace(cluster.namespace(), now.master());
            }
        }
        throw new IllegalStateException("leader and master do not meet on one node");
    }

    /** The opposite: the leading operator is on another node than the cluster's master. */
    public void part(RedisCluster cluster) {
        for (int i = 0; i < TRIES; i++) {
            Standing now = standing(cluster);
            if (!now.isTogether()) {
                return;
            }
            replace(Operators.NAMESPACE, now.leader());
        }
        throw new IllegalStateException("leader and master do not part");
    }

    /** When all are well: the master and its node, the leading operator, and every operator's node. */
    private record Standing(String master, String node, String leader, Map<String, String> operators) {
        boolean isTogether() {
            return node.equals(operators.get(leader));
        }
    }

    private Standing standing(RedisCluster cluster) {
        operators.awaitReady(OPERATORS);
        String master = String.valueOf(RedisCluster.status(cluster.awaitSettled(1, AT_MOST), "master"));
        return new Standing(master, cluster.nodeOf(master), operators.leader(), operators.nodes());
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
