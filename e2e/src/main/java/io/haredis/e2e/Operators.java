package io.haredis.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The operator's replicas, as {@code e2e/bin/install} installs them. */
public final class Operators {
    public static final String NAMESPACE = "haredis-system";
    public static final String NAME = "haredis-operator";
    private static final String CONTAINER = "operator";
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    private final KubernetesClient kubernetes;

    public Operators(KubernetesClient kubernetes) {
        this.kubernetes = kubernetes;
    }

    /** Those that are not being deleted. */
    public List<Pod> pods() {
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

    /** The Kubernetes node of each. */
    public Map<String, String> nodes() {
        return pods().stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getName(), pod -> pod.getSpec().getNodeName()));
    }

    /** Who holds the operators' Lease; empty if nobody does. */
    public String leaseHolder() {
        Lease lease = kubernetes.leases().inNamespace(NAMESPACE).withName(NAME).require();
        return lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }

    /** The pod that leads now; waits for one. */
    public String leader() {
        Poll.require("an operator that leads", AT_MOST, () -> !leading().isEmpty());
        return leading();
    }

    private String leading() {
        String holder = leaseHolder();
        return pods().stream()
                .map(pod -> pod.getMetadata().getName())
                .filter(name -> holder.startsWith(name))
                .findFirst()
                .orElse("");
    }

    /** False for one that was killed just now, and may still be said to be ready, and to lead. */
    public boolean runs(String pod) {
        return ContainerProcess.find(NAMESPACE, pod, CONTAINER).isPresent();
    }

    public ContainerProcess process(String pod) {
        return ContainerProcess.of(NAMESPACE, pod, CONTAINER);
    }

    /** Waits until so many replicas are ready and one leads. */
    public void awaitReady(int replicas) {
        Poll.require("operators ready", AT_MOST, () -> areReady(replicas));
    }

    /** True if so many replicas are there, all ready, and one leads. */
    public boolean areReady(int replicas) {
        List<Pod> pods = pods();
        return pods.size() == replicas
                && pods.stream().allMatch(Operators::isReady)
                && !leading().isEmpty();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }
}
