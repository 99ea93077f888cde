package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** What a user may add to a Service. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceTemplate(
        @JsonPropertyDescription("Type of the Service: ClusterIP (default), NodePort or LoadBalancer.")
        @Default("ClusterIP")
        ServiceType type,

        @JsonPropertyDescription("Annotations added to the Service, for example those of a load balancer.")
        @Size(max = 64)
        @ValidationRule(value = Rules.NO_OWN_KEYS, message = Rules.NO_OWN_KEYS_MESSAGE)
        Map<String, String> annotations,

        @JsonPropertyDescription("Labels added to the Service.")
        @Size(max = 64)
        @ValidationRule(value = Rules.NO_OWN_KEYS, message = Rules.NO_OWN_KEYS_MESSAGE)
        Map<String, String> labels) {
    /** Nothing added. */
    public static final ServiceTemplate DEFAULT = new ServiceTemplate(ServiceType.CLUSTER_IP, Map.of(), Map.of());

    public ServiceTemplate {
        type = Defaults.or(type, ServiceType.CLUSTER_IP);
        annotations = Defaults.map(annotations);
        labels = Defaults.map(labels);
    }
}
