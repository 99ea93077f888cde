package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One PersistentVolumeClaim a node, {@code data-NAME-0} and so on, mounted at {@code /data}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "quantity(self.size).compareTo(quantity(oldSelf.size)) >= 0",
        fieldPath = ".size",
        message =
                "spec.storage.size cannot shrink, because volumes cannot: keep the old size or a larger one, or create"
                        + " a new HaRedisCluster with smaller volumes and move the data")
@ValidationRule(
        value = "(has(self.storageClassName) ? self.storageClassName : '')"
                + " == (has(oldSelf.storageClassName) ? oldSelf.storageClassName : '')",
        fieldPath = ".storageClassName",
        message =
                "spec.storage.storageClassName cannot change, because a volume's class cannot: put the old value back,"
                        + " or create a new HaRedisCluster with the other class and move the data")
public record Storage(
        @JsonPropertyDescription(
                "Size of each node's volume, for example 10Gi. It may grow if the StorageClass allows it, and never"
                        + " shrinks. Plan for the data set twice, since a full resync writes a second copy beside the first,"
                        + " and once more for each copy that the loser of a split keeps (two at most).")
        @Required
        @Size(max = 24)
        @Pattern("^[1-9][0-9]*(\\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$")
        String size,

        @JsonPropertyDescription("StorageClass of the volumes; the cluster's default class if absent. Cannot change.")
        @Size(min = 1, max = 253)
        @Nullable
        String storageClassName,

        @JsonPropertyDescription("Keep the volumes when the HaRedisCluster is deleted or scaled down. A cluster made"
                + " later under the same name finds its data there. Default false: they are deleted with their owner.")
        @Default("false")
        Boolean retain) {
    public Storage {
        retain = Defaults.or(retain, false);
    }
}
