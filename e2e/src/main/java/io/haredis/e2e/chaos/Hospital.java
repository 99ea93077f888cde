package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Apart;
import io.haredis.e2e.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The namespace with the clusters that are to be broken. */
final class Hospital implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final String ASYNC = "async";
    private static final String QUORUM = "quorum";

    private final KubernetesClient kubernetes;
    private final String namespace;

    Hospital(KubernetesClient kubernetes, String namespace) {
        this.kubernetes = kubernetes;
        this.namespace = namespace;
    }

    /** One cluster of each durability, in memory alone; returns when both are well. */
    List<Patient> open(String image) {
        remove();
        kubernetes
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        Patient async = create(ASYNC, Map.of("image", image));
        Patient quorum = create(QUORUM, Map.of("image", image, "durability", "Quorum"));
        async.cluster().awaitSettled(1, AT_MOST);
        quorum.cluster().awaitSettled(1, AT_MOST);
        return List.of(async, quorum);
    }

    private Patient create(String name, Map<String, ?> spec) {
        Map<String, Object> full = new TreeMap<>(spec);
        full.put("podTemplate", Map.of("affinity", Apart.affinity(name)));
        kubernetes.resource(Manifest.of(namespace, name, full)).create();
        return new Patient(kubernetes, namespace, name);
    }

    private void remove() {
        var found = kubernetes.namespaces().withName(namespace);
        found.delete();
        found.waitUntilCondition(Objects::isNull, AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        kubernetes.namespaces().withName(namespace).delete();
    }
}
