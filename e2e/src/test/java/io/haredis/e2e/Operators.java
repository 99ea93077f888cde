package io.haredis.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** The operator's replicas, as {@code e2e/bin/install} installs them. */
final class Operators {
    static final String NAMESPACE = "haredis-system";
    static final String NAME = "haredis-operator";
    private static final String CONTAINER = "operator";

    private final KubernetesClient kubernetes;

    Operators(KubernetesClient kubernetes) {
        this.kubernetes = kubernetes;
    }

    List<Pod> pods() {
        return kubernetes
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/name", NAME)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    String leaseHolder() {
        Lease lease = kubernetes.leases().inNamespace(NAMESPACE).withName(NAME).require();
        return lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }

    /** The pod that leads now; waits for one. */
    String leader() {
        return Awaitility.await("an operator that leads")
                .atMost(Lab.AT_MOST)
                .pollInterval(Duration.ofMillis(100))
                .until(this::leading, pod -> !pod.isEmpty());
    }

    private String leading() {
        String holder = leaseHolder();
        return pods().stream()
                .map(pod -> pod.getMetadata().getName())
                .filter(name -> holder.startsWith(name))
                .findFirst()
                .orElse("");
    }

    ContainerProcess process(String pod) {
        return ContainerProcess.of(NAMESPACE, pod, CONTAINER);
    }

    /** Waits until so many replicas are ready and one leads. */
    void awaitReady(int replicas) {
        Awaitility.await("operators ready")
                .atMost(Lab.AT_MOST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pods().stream().filter(Operators::isReady).count() == replicas
                        && pods().size() == replicas
                        && !leading().isEmpty());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }
}
