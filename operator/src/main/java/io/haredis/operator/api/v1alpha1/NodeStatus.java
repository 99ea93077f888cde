package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One Redis node as last seen. Absent is unknown, not zero. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeStatus(
        @JsonPropertyDescription("Name of the pod.") @Required
        String pod,

        @JsonPropertyDescription("Kubernetes node it runs on.") @Nullable
        String node,

        @JsonPropertyDescription("master, replica, or fenced (waits for the operator and takes no writes).") @Nullable
        String role,

        @JsonPropertyDescription("Number of writes counted by haredis clients, as this node has it.") @Nullable
        Long opcounter,

        @JsonPropertyDescription("Replication offset in bytes.") @Nullable
        Long offset,

        @JsonPropertyDescription("How many bytes of the master's stream it does not have yet.") @Nullable
        Long lagBytes,

        @JsonPropertyDescription("Link to the master: up, down or syncing.") @Nullable
        String link,

        @JsonPropertyDescription(
                "How the node is: Serving, Loading, Busy, Unreachable, Missing, or what keeps its pod from"
                        + " running.")
        @Nullable
        String state) {}
