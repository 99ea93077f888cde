package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.api.v1alpha1.Persistence;
import io.haredis.operator.decide.Policy;
import io.haredis.protocol.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** ConfigMap {@code NAME-config}: the redis.conf with which every node is born fenced (README, "What it promises"). */
public final class ServerConfig {
    /** Key in the ConfigMap and name of the file. */
    public static final String FILE = "redis.conf";

    /** Where it and the users' file are mounted. */
    public static final String FOLDER = "/etc/haredis";

    /** No value, as a line of the file has it. */
    private static final String NONE = "\"\"";

    private static final int LEAST_DATABASES = 16;
    private static final String USERS = "# What may be changed by spec.config.\n";
    private static final String OPERATORS = "\n# What may not.\n";

    private ServerConfig() {}

    public static ConfigMap of(HaRedisCluster cluster) {
        return new ConfigMapBuilder()
                .withMetadata(Owned.metadata(cluster, Names.config(cluster)))
                .withData(Map.of(FILE, text(cluster.getSpec())))
                .build();
    }

    /** The file. The server takes the last of two lines, and so the operator's stand last. */
    public static String text(HaRedisClusterSpec spec) {
        StringBuilder text = new StringBuilder(1024);
        text.append("# Written by the haredis operator: changes made here are put back. Use spec.config.\n\n");
        text.append(USERS);
        users(spec).forEach((name, value) -> line(text, name, value));
        text.append(OPERATORS);
        operators(spec).forEach((name, value) -> line(text, name, value));
        return text.toString();
    }

    /** The {@code spec.config} of which a file becomes this one again; empty if it is none of ours. */
    public static Map<String, String> config(ConfigMap map) {
        String text = Objects.requireNonNullElse(map.getData(), Map.<String, String>of())
                .getOrDefault(FILE, "");
        int from = text.indexOf(USERS);
        int to = text.indexOf(OPERATORS);
        Map<String, String> config = new LinkedHashMap<>();
        if (from >= 0 && to > from) {
            text.substring(from + USERS.length(), to)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .filter(words -> words.length == 2)
                    .forEach(words -> config.put(words[0], words[1]));
        }
        return config;
    }

    /** Whether the server saves by itself from time to time: only then it refuses writes after a save that failed. */
    public static boolean hasSavePoints(HaRedisClusterSpec spec) {
        return !users(spec).getOrDefault("save", NONE).matches("\"\"|''");
    }

    private static Map<String, String> users(HaRedisClusterSpec spec) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("databases", Integer.toString(Math.max(LEAST_DATABASES, spec.metadataDatabase() + 1)));
        lines.put("repl-backlog-size", "64mb");
        lines.put("repl-diskless-sync", "yes");
        lines.put("save", spec.effectivePersistence() == Persistence.SNAPSHOT ? "3600 1 300 100 60 10000" : NONE);
        if (spec.effectivePersistence() == Persistence.APPEND_ONLY) {
            lines.put("appendfsync", "everysec");
        }
        spec.config().forEach((name, value) -> lines.put(name, value.isBlank() ? NONE : value.strip()));
        return lines;
    }

    private static Map<String, String> operators(HaRedisClusterSpec spec) {
        Map<String, String> lines = new LinkedHashMap<>();
        // Born fenced: a replica of nobody, until the operator says otherwise.
        if (Rule.BORN_FENCED.on()) {
            lines.put("replicaof", "127.0.0.1 1");
        }
        lines.put("bind", "* -::*");
        lines.put("port", Integer.toString(Names.PORT));
        lines.put("protected-mode", "no");
        lines.put("dir", "/data");
        lines.put("appendonly", spec.effectivePersistence() == Persistence.APPEND_ONLY ? "yes" : "no");
        // Without persistence a full resync would leave its file behind, to be loaded as stale data one day.
        lines.put("rdb-del-sync-files", spec.effectivePersistence() == Persistence.NONE ? "yes" : "no");
        lines.put("stop-writes-on-bgsave-error", "yes");
        lines.put("min-replicas-to-write", Integer.toString(spec.effectiveMinReplicasToWrite()));
        lines.put("min-replicas-max-lag", Integer.toString(Policy.MAX_LAG_SECONDS));
        lines.put("replica-read-only", "yes");
        lines.put("replica-serve-stale-data", "yes");
        lines.put("replica-ignore-maxmemory", "yes");
        lines.put("replica-ignore-disk-write-errors", "yes");
        lines.put("repl-diskless-load", "disabled");
        lines.put("repl-diskless-sync-delay", "0");
        lines.put("repl-ping-replica-period", "1");
        // A master without replicas would otherwise take a new replication id after an hour.
        lines.put("repl-backlog-ttl", "0");
        lines.put("busy-reply-threshold", "500");
        lines.put("enable-protected-configs", "yes");
        lines.put("include", FOLDER + "/" + Users.FILE);
        return lines;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
