package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was last observed. A report, not a memory: nothing is decided by it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HaRedisClusterStatus(
        @JsonPropertyDescription("Generation of the spec that this report is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "The cluster in one word: Pending, Starting, Running, Degraded, FailingOver, Moving, Blocked"
                        + " or Failed. The conditions say why.")
        @Nullable
        Phase phase,

        @JsonPropertyDescription("Pod of the master.") @Nullable
        String master,

        @JsonPropertyDescription("Number of the master's reign; it only grows.") @Nullable
        Long epoch,

        @JsonPropertyDescription("Since when this master reigns.") @Nullable
        Instant masterSince,

        @JsonPropertyDescription("Number of pods there are.") @StatusReplicas @Nullable
        Integer replicas,

        @JsonPropertyDescription("Number of nodes that answer.") @Nullable
        Integer readyReplicas,

        @JsonPropertyDescription("Number of replicas in sync with the master.") @Nullable
        Integer syncedReplicas,

        @JsonPropertyDescription("Nodes that answer, of those wanted; for example 3/3.") @Nullable
        String ready,

        @JsonPropertyDescription("Replicas in sync, of those wanted; for example 2/2.") @Nullable
        String synced,

        @JsonPropertyDescription("Label selector of the pods, for the scale subresource.") @LabelSelector @Nullable
        String selector,

        @JsonPropertyDescription("The nodes, one by one.") List<NodeStatus> nodes,

        @JsonPropertyDescription("The last change of master.") @Nullable
        LastFailover lastFailover,

        @JsonPropertyDescription("Ready, MasterAvailable, ReplicationHealthy, DataAtRisk, ConfigurationAccepted; and"
                + " NodesFenced and ServerTooOld when it is so.")
        List<Condition> conditions) {
    public HaRedisClusterStatus {
        nodes = Defaults.list(nodes);
        conditions = Defaults.list(conditions);
    }

    /** For those who report: set what is known, leave the rest. */
    public static StatusBuilder builder() {
        return new StatusBuilder();
    }

    /** The condition of this type, or null if it was never stated. */
    public @Nullable Condition condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElse(null);
    }
}
