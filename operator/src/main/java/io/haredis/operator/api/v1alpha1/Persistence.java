package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a server writes to its disk. */
public enum Persistence {
    @JsonProperty("None")
    NONE,
    @JsonProperty("Snapshot")
    SNAPSHOT,
    @JsonProperty("AppendOnly")
    APPEND_ONLY;

    /** A value that only a newer version knows is taken for the most durable one. */
    @JsonCreator
    static Persistence of(String text) {
        return switch (text) {
            case "None" -> NONE;
            case "Snapshot" -> SNAPSHOT;
            default -> APPEND_ONLY;
        };
    }
}
