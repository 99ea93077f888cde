package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** The three Services of a cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "!has(self.nodes) || self.nodes.type == 'ClusterIP'",
        fieldPath = ".nodes",
        message =
                "spec.services.nodes.type must be ClusterIP, because NAME-nodes is headless (it gives each pod its DNS"
                        + " name): remove the field, and set spec.services.master.type or spec.services.replicas.type instead")
public record Services(
        @JsonPropertyDescription("Service NAME-master, which always leads to the master. Write here.")
        ServiceTemplate master,

        @JsonPropertyDescription(
                "Service NAME-replicas, which leads to the replicas that are in sync. Read here what may"
                        + " be a little old.")
        ServiceTemplate replicas,

        @JsonPropertyDescription("Headless Service NAME-nodes, which gives every node a DNS name, ready or not.")
        ServiceTemplate nodes) {
    /** Nothing added to any. */
    public static final Services DEFAULT =
            new Services(ServiceTemplate.DEFAULT, ServiceTemplate.DEFAULT, ServiceTemplate.DEFAULT);

    public Services {
        master = Defaults.or(master, ServiceTemplate.DEFAULT);
        replicas = Defaults.or(replicas, ServiceTemplate.DEFAULT);
        nodes = Defaults.or(nodes, ServiceTemplate.DEFAULT);
    }
}
