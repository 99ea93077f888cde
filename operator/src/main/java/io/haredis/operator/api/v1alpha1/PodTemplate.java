package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user may add to the pods. What follows in Kubernetes' own types is documented by {@code kubectl explain pod.spec}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodTemplate(
        @JsonPropertyDescription("Labels added to every pod.")
        @Size(max = 64)
        @ValidationRule(value = Rules.NO_OWN_KEYS, message = Rules.NO_OWN_KEYS_MESSAGE)
        Map<String, String> labels,

        @JsonPropertyDescription("Annotations added to every pod.")
        @Size(max = 64)
        @ValidationRule(value = Rules.NO_OWN_KEYS, message = Rules.NO_OWN_KEYS_MESSAGE)
        Map<String, String> annotations,

        @JsonPropertyDescription("Labels that a Kubernetes node must have to run a pod of this cluster.")
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Scheduling affinity, as in pod.spec.affinity. With podAntiAffinity, or with"
                + " topologySpreadConstraints, the pods no longer prefer different zones by themselves.")
        @Nullable
        Affinity affinity,

        @JsonPropertyDescription("Taints the pods tolerate, as in pod.spec.tolerations.") @Size(max = 64)
        List<Toleration> tolerations,

        @JsonPropertyDescription(
                "How the pods spread, as in pod.spec.topologySpreadConstraints. If absent they spread over"
                        + " zones and hosts where that is possible. A constraint without labelSelector counts this cluster's pods.")
        @Size(max = 16)
        List<TopologySpreadConstraint> topologySpreadConstraints,

        @JsonPropertyDescription("PriorityClass of the pods.") @Size(min = 1, max = 253) @Nullable
        String priorityClassName,

        @JsonPropertyDescription(
                "How long a pod that is deleted may take to end, in seconds; 10 to 3600, default 30. Three"
                        + " of them pass before the server is told to end; with spec.persistence Snapshot it then saves all its data:"
                        + " a second for some hundred megabytes on a fast disk, more on a slow one.")
        @Default("30")
        @Min(10)
        @Max(3600)
        Integer terminationGracePeriodSeconds,

        @JsonPropertyDescription("Fields that replace those of the default pod security context (user, group and volume"
                + " group 999, not root, seccomp RuntimeDefault). Set runAsUser, runAsGroup and fsGroup for an image whose"
                + " server runs as another user.")
        @Nullable
        PodSecurityContext securityContext,

        @JsonPropertyDescription(
                "ServiceAccount of the pods. If absent it is the namespace's default one, and its token is"
                        + " not mounted, since Redis needs none.")
        @Size(min = 1, max = 253)
        @Nullable
        String serviceAccountName,

        @JsonPropertyDescription("Containers that run beside Redis in every pod, for example a metrics exporter. Their"
                + " ports are opened in the NetworkPolicy. The name 'redis' is taken.")
        @Size(max = 8)
        @ValidationRule(
                value = "!self.exists(c, c.name == 'redis')",
                message =
                        "spec.podTemplate.containers: the name 'redis' is taken by the server itself: choose another name")
        List<Container> containers) {
    private static final int DEFAULT_GRACE_SECONDS = 30;

    /** Nothing added. */
    public static final PodTemplate DEFAULT = new PodTemplate(
            Map.of(),
            Map.of(),
            Map.of(),
            null,
            List.of(),
            List.of(),
            null,
            DEFAULT_GRACE_SECONDS,
            null,
            null,
            List.of());

    public PodTemplate {
        labels = Defaults.map(labels);
        annotations = Defaults.map(annotations);
        nodeSelector = Defaults.map(nodeSelector);
        tolerations = Defaults.list(tolerations);
        topologySpreadConstraints = Defaults.list(topologySpreadConstraints);
        terminationGracePeriodSeconds = Defaults.or(terminationGracePeriodSeconds, DEFAULT_GRACE_SECONDS);
        containers = Defaults.list(containers);
    }
}
