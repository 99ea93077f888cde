package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** When a silent master is given up, and what an election may cost. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failover(
        @JsonPropertyDescription(
                "How long the master may stay silent, to the operator and to its replicas, before it is"
                        + " taken for dead; milliseconds, 500 to 60000, default 1000. A master whose process is gone is known at"
                        + " once and not waited for. Below 1250 the replicas' view decides: a live master pings them each second.")
        @Default("1000")
        @Min(500)
        @Max(60000)
        Integer timeoutMilliseconds,

        @JsonPropertyDescription(
                "Extra wait before a new master is promoted; milliseconds, default 0. With 3000 a master"
                        + " that was cut off has stopped taking writes before the next one starts (unless minReplicasToWrite"
                        + " is 0): for locks, where two holders"
                        + " at once are worse than a longer pause.")
        @Default("0")
        @Min(0)
        @Max(60000)
        Integer delayMilliseconds,

        @JsonPropertyDescription(
                "What to do when every node that could become master lacks writes that a missing node may"
                        + " hold. Block (default): wait for the node and report the condition DataAtRisk. Accept: promote the"
                        + " freshest node that is there, and report the loss.")
        @Default("Block")
        OnDataLoss onDataLoss) {
    /** All defaults. */
    public static final Failover DEFAULT = new Failover(1000, 0, OnDataLoss.BLOCK);

    public Failover {
        timeoutMilliseconds = Defaults.or(timeoutMilliseconds, 1000);
        delayMilliseconds = Defaults.or(delayMilliseconds, 0);
        onDataLoss = Defaults.or(onDataLoss, OnDataLoss.BLOCK);
    }
}
