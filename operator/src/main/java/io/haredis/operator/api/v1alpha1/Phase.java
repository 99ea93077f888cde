package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The cluster in one word, derived from what was just observed; the conditions say why. */
public enum Phase {
    /** Accepted, nothing observed yet, or the pods cannot be made. */
    @JsonProperty("Pending")
    PENDING,
    /** The nodes of a new cluster come up; there was no master yet. */
    @JsonProperty("Starting")
    STARTING,
    /** A master reigns and every node follows it, and none is still to leave. */
    @JsonProperty("Running")
    RUNNING,
    /** A master reigns, some node does not follow, or has yet to leave. */
    @JsonProperty("Degraded")
    DEGRADED,
    /** The master is lost and a new one is being elected. */
    @JsonProperty("FailingOver")
    FAILING_OVER,
    /** The mastership is being handed over as planned. */
    @JsonProperty("Moving")
    MOVING,
    /** No master, and none can be chosen without a person or the return of a node. */
    @JsonProperty("Blocked")
    BLOCKED,
    /** The spec or the servers cannot be worked with; see the conditions. */
    @JsonProperty("Failed")
    FAILED;

    @JsonCreator
    static @Nullable Phase of(String text) {
        for (Phase phase : values()) {
            if (phase.name().replace("_", "").equalsIgnoreCase(text)) {
                return phase;
            }
        }
        return null;
    }
}
