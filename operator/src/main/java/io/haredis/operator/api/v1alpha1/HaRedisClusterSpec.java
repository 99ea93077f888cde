package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the user wants. Every component that has a default is never null. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.storage) == has(oldSelf.storage)",
        fieldPath = ".storage",
        message =
                "spec.storage cannot be added to or removed from a cluster that exists: put it back as it was, or create"
                        + " a new HaRedisCluster and move the data")
@ValidationRule(
        value = "!has(self.persistence) || self.persistence == 'None' || has(self.storage)",
        fieldPath = ".persistence",
        message =
                "spec.persistence needs spec.storage, else what is written is lost with the pod: add spec.storage.size, or"
                        + " set spec.persistence to None")
@ValidationRule(
        value = "!has(self.storage) || !has(oldSelf.storage)"
                + " || (has(self.persistence) ? self.persistence : 'AppendOnly')"
                + " == (has(oldSelf.persistence) ? oldSelf.persistence : 'AppendOnly')",
        fieldPath = ".persistence",
        message =
                "spec.persistence cannot change, because a server that restarts would not load what it wrote the other"
                        + " way: put the old value back, or create a new HaRedisCluster and move the data")
@ValidationRule(
        value = "!has(self.minReplicasToWrite) || self.minReplicasToWrite < self.replicas",
        fieldPath = ".minReplicasToWrite",
        message =
                "spec.minReplicasToWrite must be below spec.replicas, because the master is not its own replica: lower it"
                        + " or raise spec.replicas")
@ValidationRule(
        value = "self.durability != 'Quorum' || !has(self.minReplicasToWrite)"
                + " || self.minReplicasToWrite >= self.replicas / 2",
        fieldPath = ".minReplicasToWrite",
        message =
                "spec.durability Quorum needs spec.minReplicasToWrite of at least half of spec.replicas, rounded down:"
                        + " raise it, or remove it to get that value")
@ValidationRule(
        value = "self.metadataDatabase == oldSelf.metadataDatabase",
        fieldPath = ".metadataDatabase",
        message = "spec.metadataDatabase cannot change, because the epochs are kept there: put the old value back")
@ValidationRule(
        value =
                "!has(self.config) || !('databases' in self.config) || (self.config['databases'].matches('^[0-9]{1,6}$')"
                        + " && int(self.config['databases']) > self.metadataDatabase)",
        fieldPath = ".config",
        message =
                "spec.config.databases must be a number above spec.metadataDatabase (15 unless set), because databases"
                        + " are counted from 0: raise databases, or lower spec.metadataDatabase")
@ValidationRule(
        value = "!has(self.config) || !('save' in self.config)"
                + " || (has(self.persistence) ? self.persistence != 'None' : has(self.storage))",
        fieldPath = ".config",
        message = "spec.config.save has no effect with spec.persistence None: remove it, or set spec.persistence to"
                + " Snapshot and add spec.storage")
public record HaRedisClusterSpec(
        @JsonPropertyDescription(
                "Number of Redis nodes, the master included; 1 to 9, default 3. Use an odd number: 4 nodes"
                        + " survive the loss of one, like 3.")
        @Default("3")
        @Min(1)
        @Max(9)
        @SpecReplicas
        Integer replicas,

        @JsonPropertyDescription(
                "Image of the server: Redis 7.0 or later, or Valkey 8 or later, with redis-server on its"
                        + " PATH (Valkey's official image has it).")
        @Default("\"" + DEFAULT_IMAGE + "\"")
        @Size(min = 1, max = 512)
        @Pattern("^[^\\s]+$")
        String image,

        @JsonPropertyDescription(
                "When the image is pulled: Always, IfNotPresent or Never. If absent Kubernetes decides by"
                        + " the image's tag.")
        @Pattern("^(Always|IfNotPresent|Never)$")
        @Size(max = 16)
        @Nullable
        String imagePullPolicy,

        @JsonPropertyDescription("Secrets with which the image is pulled, by name.") @Size(max = 16)
        List<LocalObjectReference> imagePullSecrets,

        @JsonPropertyDescription("CPU and memory of the Redis container, as in pod.spec.containers.resources. Leave a"
                + " quarter of the memory above maxmemory for replication buffers and the copies that a save makes.")
        @Nullable
        ResourceRequirements resources,

        @JsonPropertyDescription(
                "Volume of each node. If absent the data lives in memory alone, and is kept alive by" + " replication.")
        @Nullable
        Storage storage,

        @JsonPropertyDescription(
                "What each server writes to its volume: None, Snapshot (an RDB file from time to time) or"
                        + " AppendOnly (every write, synced each second). Default AppendOnly with spec.storage, None without. Cannot change.")
        @Nullable
        Persistence persistence,

        @JsonPropertyDescription("Further redis.conf directives, such as maxmemory or maxmemory-policy. Those that the"
                + " operator sets itself are refused by name. They take effect when a node starts.")
        @Size(max = 64)
        @ValidationRule(
                value = "self.all(k, k.matches('^[a-z][a-z0-9.-]{0,63}$'))",
                message = "spec.config: the name of a directive is one word of lower case letters, digits, '-' and '.':"
                        + " correct it")
        @ValidationRule(
                value = "self.all(k, !self[k].matches('[\\\\x00-\\\\x1f]'))",
                message = "spec.config: a value is one line: remove line breaks and tabs")
        Map<String, String> config,

        @JsonPropertyDescription("When a silent master is given up, and what an election may cost.") @Default("{}")
        Failover failover,

        @JsonPropertyDescription(
                "Async (default): a write is acknowledged at once, and an election may lose those that the new master did"
                        + " not have yet. Quorum: writes that a client confirms by WAIT for half of spec.replicas, rounded"
                        + " down, survive the loss of any minority.")
        @Default("Async")
        Durability durability,

        @JsonPropertyDescription(
                "How many replicas must follow for the master to take writes. Default half of spec.replicas,"
                        + " rounded down, so that a master cut off from the others stops by itself. 0 keeps it writing, and what it"
                        + " takes then is lost when the others elect a new one.")
        @Min(0)
        @Max(8)
        @Nullable
        Integer minReplicasToWrite,

        @JsonPropertyDescription("The application's password.") @Default("{}")
        Auth auth,

        @JsonPropertyDescription(
                "Number of the database where haredis keeps its own keys (epoch, beat, opcounter); 0 to 255,"
                        + " default 15. Cannot change. Clients must be told if it is another.")
        @Default("15")
        @Min(0)
        @Max(255)
        Integer metadataDatabase,

        @JsonPropertyDescription("Type, annotations and labels of the Services.")
        Services services,

        @JsonPropertyDescription("What is added to the pods.")
        PodTemplate podTemplate,

        @JsonPropertyDescription("PodDisruptionBudget NAME, which lets one node at a time be drained, the"
                + " next one once enough are in sync again.")
        @Default("{}")
        Toggle podDisruptionBudget,

        @JsonPropertyDescription("NetworkPolicy NAME, which opens the port of Redis (and those of extra containers) and"
                + " closes all others.")
        @Default("{}")
        Toggle networkPolicy) {
    /** The server that runs when none is named. */
    public static final String DEFAULT_IMAGE = "docker.io/library/redis:8.0";

    private static final int DEFAULT_REPLICAS = 3;
    private static final int DEFAULT_METADATA_DATABASE = 15;

    /** {@code spec: {}}. */
    public static final HaRedisClusterSpec DEFAULT = new HaRedisClusterSpec(
            DEFAULT_REPLICAS,
            DEFAULT_IMAGE,
            null,
            List.of(),
            null,
            null,
            null,
            Map.of(),
            Failover.DEFAULT,
            Durability.ASYNC,
            null,
            Auth.DEFAULT,
            DEFAULT_METADATA_DATABASE,
            Services.DEFAULT,
            PodTemplate.DEFAULT,
            Toggle.ON,
            Toggle.ON);

    public HaRedisClusterSpec {
        replicas = Defaults.or(replicas, DEFAULT_REPLICAS);
        image = Defaults.or(image, DEFAULT_IMAGE);
        imagePullSecrets = Defaults.list(imagePullSecrets);
        config = Defaults.map(config);
        failover = Defaults.or(failover, Failover.DEFAULT);
        durability = Defaults.or(durability, Durability.ASYNC);
        auth = Defaults.or(auth, Auth.DEFAULT);
        metadataDatabase = Defaults.or(metadataDatabase, DEFAULT_METADATA_DATABASE);
        services = Defaults.or(services, Services.DEFAULT);
        podTemplate = Defaults.or(podTemplate, PodTemplate.DEFAULT);
        podDisruptionBudget = Defaults.or(podDisruptionBudget, Toggle.ON);
        networkPolicy = Defaults.or(networkPolicy, Toggle.ON);
    }

    /** The same with other directives. */
    public HaRedisClusterSpec withConfig(Map<String, String> directives) {
        return with(replicas, directives);
    }

    /** The same with another number of nodes. */
    public HaRedisClusterSpec withReplicas(int number) {
        return with(number, config);
    }

    private HaRedisClusterSpec with(int number, Map<String, String> directives) {
        return new HaRedisClusterSpec(
                number,
                image,
                imagePullPolicy,
                imagePullSecrets,
                resources,
                storage,
                persistence,
                directives,
                failover,
                durability,
                minReplicasToWrite,
                auth,
                metadataDatabase,
                services,
                podTemplate,
                podDisruptionBudget,
                networkPolicy);
    }

    /** What is written to disk, chosen by the presence of a volume unless said. */
    public Persistence effectivePersistence() {
        return Defaults.or(persistence, storage == null ? Persistence.NONE : Persistence.APPEND_ONLY);
    }

    /** How many replicas must follow for the master to take writes. */
    public int effectiveMinReplicasToWrite() {
        return Defaults.or(minReplicasToWrite, replicas / 2);
    }
}
