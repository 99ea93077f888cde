package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** How a master came to reign; the master record has the same words. */
public enum ChangeKind {
    @JsonProperty("elected")
    ELECTED,
    @JsonProperty("move")
    MOVE;

    @JsonCreator
    static @Nullable ChangeKind of(String text) {
        return switch (text) {
            case "elected" -> ELECTED;
            case "move" -> MOVE;
            default -> null;
        };
    }
}
