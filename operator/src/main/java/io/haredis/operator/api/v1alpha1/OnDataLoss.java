package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do when every possible new master lacks writes that a missing node may hold. */
public enum OnDataLoss {
    @JsonProperty("Block")
    BLOCK,
    @JsonProperty("Accept")
    ACCEPT;

    /** A value that only a newer version knows never loses data. */
    @JsonCreator
    static OnDataLoss of(String text) {
        return text.equals("Accept") ? ACCEPT : BLOCK;
    }
}
