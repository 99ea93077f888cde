package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Operators;
import io.haredis.e2e.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Brings the leading operator and a cluster's master to one node, by making others lead and reign. */
final class SameNode {
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final int TRIES = 20;

    private final KubernetesClient kubernetes;
    private final Operators operators;

    SameNode(KubernetesClient kubernetes) {
        this.kubernetes = kubernetes;
        this.operators = new Operators(kubernetes);
    }

    /** Returns the node; the cluster is well then, and the other operator is elsewhere. */
    String arrange(Patient patient) {
        for (int i = 0; i < TRIES; i++) {
            awaitWell(patient);
            String node = patient.nodeOf(patient.master());
            List<String> on = operators.pods().stream()
                    .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                    .map(pod -> pod.getMetadata().getName())
                    .toList();
            String leader = operators.leader();
            if (on.equals(List.of(leader))) {
                return node;
            }
            if (on.size() == 1) {
                remove(Operators.NAMESPACE, leader);
            } else {
                remove(patient.namespace(), patient.master());
            }
        }
        throw new IllegalStateException("leader and master do not meet on one node");
    }

    private void awaitWell(Patient patient) {
        long now = patient.epoch();
        patient.cluster().awaitSettled(now, AT_MOST);
        operators.awaitReady(Rounds.OPERATORS);
    }

    /** Returns when another pod is in its place, or at least it is gone. */
    private void remove(String namespace, String pod) {
        var found = kubernetes.pods().inNamespace(namespace).withName(pod);
        String uid = found.require().getMetadata().getUid();
        found.delete();
        Poll.require(pod + " is gone", AT_MOST, () -> {
            var now = found.get();
            return now == null || !Objects.equals(now.getMetadata().getUid(), uid);
        });
    }
}
