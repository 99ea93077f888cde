package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last change of master and where its time went: milliseconds since the operator's first sign of the loss. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastFailover(
        @JsonPropertyDescription("elected (the master was lost) or move (it was handed over as planned).") @Nullable
        ChangeKind kind,

        @JsonPropertyDescription("Pod of the old master.") @Nullable
        String from,

        @JsonPropertyDescription("Pod of the new master.") @Nullable
        String to,

        @JsonPropertyDescription("Epoch of the new master.") @Nullable
        Long epoch,

        @JsonPropertyDescription("When the new master was promoted.") @Nullable
        Instant at,

        @JsonPropertyDescription("Why, in a sentence.") @Nullable
        String reason,

        @JsonPropertyDescription("Milliseconds from the beginning until the loss was certain.") @Nullable
        Long detectedMilliseconds,

        @JsonPropertyDescription("Milliseconds from the beginning until the new master stood in the record.") @Nullable
        Long recordedMilliseconds,

        @JsonPropertyDescription("Milliseconds from the beginning until the new master had the role.") @Nullable
        Long promotedMilliseconds,

        @JsonPropertyDescription(
                "Milliseconds from the beginning until enough replicas followed it that it takes writes.")
        @Nullable
        Long reattachedMilliseconds,

        @JsonPropertyDescription("Milliseconds from the beginning until the master Service named it.") @Nullable
        Long serviceMovedMilliseconds,

        @JsonPropertyDescription("Milliseconds from the beginning until all of it was done.") @Nullable
        Long totalMilliseconds) {}
