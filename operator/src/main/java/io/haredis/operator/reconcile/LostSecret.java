package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.Persistence;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.resources.AuthSecret;
import io.haredis.operator.resources.Labels;
import io.haredis.operator.resources.Names;
import java.util.List;
import java.util.Objects;

/**
 * A Secret is gone, and nobody here knows what was in it. New passwords are made only if no server can have the old ones: a
 * server that has them would answer the operator no more, and nothing would fail over, or the application no more.
 */
final class LostSecret {
    private final KubernetesClient client;

    LostSecret(KubernetesClient client) {
        this.client = client;
    }

    /** The operator's own. */
    void check(HaRedisCluster cluster, ClusterRef ref) throws Obstruction {
        if (isInUse(ref)) {
            throw new Obstruction("SecretLost", sentence(cluster, ref));
        }
    }

    /** The application's, of this name, if it was generated. */
    void checkApplication(ClusterRef ref, String name) throws Obstruction {
        if (isInUse(ref)) {
            throw new Obstruction(
                    "SecretLost",
                    "Secret " + name
                            + " is gone, and the servers that run have its password: put it back from a backup,"
                            + " or create it with that password, which the applications know, under the key '"
                            + AuthSecret.KEY + "' and with the label " + Labels.CLUSTER + "=" + ref.name()
                            + ". If nobody knows it, create it so with a new one and let the servers that run take it, as"
                            + " any new password: each goes on with the old one, else, until it restarts.");
        }
    }

    /** Asks the API itself, since what is watched may be a moment late. */
    private boolean isInUse(ClusterRef ref) {
        List<Pod> pods =
                client
                        .pods()
                        .inNamespace(ref.namespace())
                        .withLabel(Labels.CLUSTER, ref.name())
                        .list()
                        .getItems()
                        .stream()
                        .filter(pod -> ref.strangerOf(pod).isEmpty())
                        .toList();
        return pods.stream().anyMatch(LostSecret::everRan) || (!pods.isEmpty() && hasRecord(ref));
    }

    private boolean hasRecord(ClusterRef ref) {
        Lease record = client.leases()
                .inNamespace(ref.namespace())
                .withName(ref.masterName())
                .get();
        return record != null && ref.strangerOf(record).isEmpty();
    }

    private static boolean everRan(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream().anyMatch(LostSecret::everRan);
    }

    private static boolean everRan(ContainerStatus container) {
        var now = container.getState();
        return Names.CONTAINER.equals(container.getName())
                && (Objects.requireNonNullElse(container.getRestartCount(), 0) > 0
                        || (now != null && (now.getRunning() != null || now.getTerminated() != null)));
    }

    private static String sentence(HaRedisCluster cluster, ClusterRef ref) {
        String delete = "delete all pods of the cluster at once: when none is left, a new Secret and new pods are made";
        return "Secret " + ref.operatorSecretName()
                + " is gone, and the servers that run have its passwords: put it back"
                + " from a backup. Without one, "
                + (isOnVolumes(cluster)
                        ? delete + ", with the data on the volumes."
                        : "copy the data elsewhere first, which the application's password still allows: they are in"
                                + " memory only, and end with the pods. Then " + delete + ", empty.");
    }

    private static boolean isOnVolumes(HaRedisCluster cluster) {
        return cluster.getSpec().storage() != null && cluster.getSpec().effectivePersistence() != Persistence.NONE;
    }
}
