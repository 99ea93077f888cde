package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** An object that is made unless switched off. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Toggle(
        @JsonPropertyDescription("Whether the object is made; default true.") @Default("true")
        Boolean enabled) {
    /** Switched on. */
    public static final Toggle ON = new Toggle(true);

    public Toggle {
        enabled = Defaults.or(enabled, true);
    }
}
