package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What the failure of a minority may cost. */
public enum Durability {
    @JsonProperty("Async")
    ASYNC,
    @JsonProperty("Quorum")
    QUORUM;

    /** A value that only a newer version knows is taken for the stronger promise. */
    @JsonCreator
    static Durability of(String text) {
        return text.equals("Async") ? ASYNC : QUORUM;
    }
}
