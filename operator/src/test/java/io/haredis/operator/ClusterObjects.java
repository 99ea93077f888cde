package io.haredis.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Kubernetes objects of one cluster, as they are now. */
final class ClusterObjects {
    private final KubernetesClient client;

    ClusterObjects(KubernetesClient client) {
        this.client = client;
    }

    /** resourceVersion of each. */
    static Map<String, String> versions(List<HasMetadata> objects) {
        Map<String, String> versions = new TreeMap<>();
        objects.forEach(o -> versions.put(
                o.getKind() + " " + o.getMetadata().getName(), o.getMetadata().getResourceVersion()));
        return versions;
    }

    /** All but pods, volumes and the record. */
    List<HasMetadata> shared(String cluster) {
        return all(cluster).stream()
                .filter(o -> !List.of("Pod", "PersistentVolumeClaim", "Lease").contains(o.getKind()))
                .toList();
    }

    /** All that carries the cluster's label. */
    List<HasMetadata> all(String cluster) {
        List<HasMetadata> all = new ArrayList<>();
        all.addAll(client.configMaps()
                .inNamespace(Playground.NAMESPACE)
                .withLabel("haredis.io/cluster", cluster)
                .list()
                .getItems());
        all.addAll(client.secrets()
                .inNamespace(Playground.NAMESPACE)
                .withLabel("haredis.io/cluster", cluster)
                .list()
                .getItems());
        all.addAll(client.services()
                .inNamespace(Playground.NAMESPACE)
                .withLabel("haredis.io/cluster", cluster)
                .list()
                .getItems());
        all.addAll(client.pods()
                .inNamespace(Playground.NAMESPACE)
                .withLabel("haredis.io/cluster", cluster)
                .list()
                .getItems());
        all.addAll(client.leases()
                .inNamespace(Playground.NAMESPACE)
                .withLabel("haredis.io/cluster", cluster)
                .list()
                .getItems());
        all.addAll(client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(Playground.NAMESPACE)
                .withLabel("haredis.io/cluster", cluster)
                .list()
                .getItems());
        all.addAll(client.network()
                .v1()
                .networkPolicies()
                .inNamespace(Playground.NAMESPACE)
                .withLabel("haredis.io/cluster", cluster)
                .list()
                .getItems());
        return all;
    }
}
