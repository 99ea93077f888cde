package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a cluster object, or answers null if it holds what the schema lets pass and our types do not take. An exception
 * would stop every informer, and with it all clusters of all tenants.
 */
final class ClusterDeserializer extends JsonDeserializer<HaRedisCluster> {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterDeserializer.class);

    @Override
    public @Nullable HaRedisCluster deserialize(JsonParser json, DeserializationContext context) throws IOException {
        JsonNode object = context.readTree(json);
        HaRedisCluster cluster = new HaRedisCluster();
        try {
            part(context, object, "metadata", ObjectMeta.class).ifPresent(cluster::setMetadata);
            part(context, object, "spec", HaRedisClusterSpec.class).ifPresent(cluster::setSpec);
            part(context, object, "status", HaRedisClusterStatus.class).ifPresent(cluster::setStatus);
            return cluster;
        } catch (JsonProcessingException | RuntimeException unreadable) {
            LOG.error(
                    "HaRedisCluster {}/{} cannot be read and has no failover until it is mended: wrong value at {}",
                    object.path("metadata").path("namespace").asText(),
                    object.path("metadata").path("name").asText(),
                    place(unreadable));
            return null;
        }
    }

    private static <V> Optional<V> part(DeserializationContext context, JsonNode object, String name, Class<V> type)
            throws IOException {
        JsonNode part = object.get(name);
        if (part == null || part.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(context.readTreeAsValue(part, type));
        } catch (JsonProcessingException | RuntimeException unreadable) {
            throw JsonMappingException.wrapWithPath(unreadable, object, name);
        }
    }

    /** The path alone: the value may be a secret. */
    private static String place(Exception unreadable) {
        return unreadable instanceof JsonMappingException located
                ? located.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                        .collect(Collectors.joining())
                : unreadable.getClass().getSimpleName();
    }
}
