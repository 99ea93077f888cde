package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The application's password. The users of the operator and of replication have passwords of their own, always. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.enabled || !has(self.secretName)",
        fieldPath = ".secretName",
        message =
                "spec.auth.secretName is given but spec.auth.enabled is false, so the password would not be asked for:"
                        + " set spec.auth.enabled to true, or remove spec.auth.secretName")
public record Auth(
        @JsonPropertyDescription("Whether applications need a password; default true. When false every client that"
                + " reaches the servers may read and write, but still not administer them.")
        @Default("true")
        Boolean enabled,

        @JsonPropertyDescription("Secret in the same namespace whose key 'password' is the application's password. If"
                + " absent a password is generated once into the Secret NAME-auth.")
        @Size(min = 1, max = 253)
        @Nullable
        String secretName) {
    /** All defaults. */
    public static final Auth DEFAULT = new Auth(true, null);

    public Auth {
        enabled = Defaults.or(enabled, true);
    }
}
