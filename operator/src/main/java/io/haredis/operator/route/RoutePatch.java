package io.haredis.operator.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.haredis.operator.act.Routes.Route;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.kube.Versions;
import io.haredis.operator.resources.Labels;
import java.util.Map;
import java.util.Objects;

/** The patches of the routes, as JSON merge patches: they create nothing, and touch nothing that they do not name. */
final class RoutePatch {
    static final String EPOCH = "haredis.io/epoch";
    /** Whose epoch it is: one of a deleted cluster of the same name, which left its Service behind, counts for nothing. */
    static final String EPOCH_OF = "haredis.io/epoch-of";

    static final String MANAGER = "haredis-failover";
    private static final String MASTER = "master";
    private static final String REPLICA = "replica";
    private static final String NONE = "none";

    private RoutePatch() {}

    static PatchContext context() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(MANAGER)
                .build();
    }

    static Map<String, String> selector(ClusterRef cluster, Route route) {
        return Map.of(Labels.CLUSTER, cluster.name(), Labels.NODE, route.master());
    }

    /** The epoch of this cluster that the Service carries; 0 if none. */
    static long epoch(ClusterRef cluster, Service service) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(service.getMetadata().getAnnotations(), Map.of());
        if (!cluster.uid().equals(annotations.getOrDefault(EPOCH_OF, cluster.uid()))) {
            return 0;
        }
        String text = annotations.get(EPOCH);
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException broken) {
            return 0;
        }
    }

    /** The pod's role label; empty if it has none. */
    static String role(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
                .getOrDefault(Labels.ROLE, "");
    }

    static String wanted(Pod pod, Route route) {
        String name = pod.getMetadata().getName();
        if (name.equals(route.master())) {
            return MASTER;
        }
        boolean stays = route.unclear().contains(name) && role(pod).equals(REPLICA);
        return stays || route.replicas().contains(name) ? REPLICA : NONE;
    }

    static String ofService(ClusterRef cluster, Service service, Route route) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", Versions.version(service));
        metadata.putObject("annotations")
                .put(EPOCH, Long.toString(route.epoch()))
                .put(EPOCH_OF, cluster.uid());
        ObjectNode selector = patch.putObject("spec").putObject("selector");
        Objects.requireNonNullElse(service.getSpec().getSelector(), Map.<String, String>of())
                .keySet()
                .forEach(selector::putNull);
        selector(cluster, route).forEach(selector::put);
        return patch.toString();
    }

    static String ofPod(Pod pod, String role) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("uid", uid(pod));
        metadata.putObject("labels").put(Labels.ROLE, role);
        return patch.toString();
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }
}
