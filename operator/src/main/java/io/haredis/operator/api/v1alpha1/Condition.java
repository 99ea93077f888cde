package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One statement about the cluster, in Kubernetes' usual form. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @JsonPropertyDescription("What is stated: Ready, MasterAvailable, ReplicationHealthy, DataAtRisk or"
                + " ConfigurationAccepted; NodesFenced and ServerTooOld only when it is so.")
        @Required
        String type,

        @JsonPropertyDescription("True, False or Unknown.") @Required
        String status,

        @JsonPropertyDescription("The reason in one word, for programs.") @Required
        String reason,

        @JsonPropertyDescription("The reason in a sentence, for people; the same as in the log and the Event.")
        @Nullable
        String message,

        @JsonPropertyDescription("Generation of the spec that this statement is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("When status last changed.") @Nullable
        Instant lastTransitionTime) {
    public static final String READY = "Ready";
    public static final String MASTER_AVAILABLE = "MasterAvailable";
    public static final String REPLICATION_HEALTHY = "ReplicationHealthy";
    public static final String DATA_AT_RISK = "DataAtRisk";
    public static final String CONFIGURATION_ACCEPTED = "ConfigurationAccepted";
    /** Present only while the annotation {@code haredis.io/fence} is. */
    public static final String NODES_FENCED = "NodesFenced";
    /** Present only when true. */
    public static final String SERVER_TOO_OLD = "ServerTooOld";
}
