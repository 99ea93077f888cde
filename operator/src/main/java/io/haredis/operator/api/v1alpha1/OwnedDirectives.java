package io.haredis.operator.api.v1alpha1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The redis.conf directives that the operator sets and {@code spec.config} may not: the promises of a cluster rest on
 * them. One list for the schema (one rule each, which CEL's cost limit allows and which can name the remedy) and for
 * the operator's own check.
 */
public final class OwnedDirectives {
    /** Names and their older spellings, and the field to use instead, or the reason why there is none. */
    private static final Map<String, String> INSTEAD = new TreeMap<>();

    static {
        own("it is the same on every node", "bind", "bind-source-addr", "port", "protected-mode");
        own("TLS is not supported yet", "tls-port", "tls-replication", "tls-cluster");
        own("it is the pod's address", "replica-announce-ip", "slave-announce-ip");
        own("it is 6379", "replica-announce-port", "slave-announce-port");
        own("the server runs in the foreground of its container", "daemonize", "supervised", "pidfile");
        own("the log goes to the container's output", "logfile", "syslog-enabled");
        own("it is /data", "dir", "dbfilename");
        own("the operator's own commands must work", "include", "rename-command", "enable-protected-configs");
        own("a busy server must answer the operator", "busy-reply-threshold", "lua-time-limit");
        own("this is no Redis Cluster", "cluster-enabled");
        own("spec.auth", "requirepass", "user", "aclfile", "masteruser", "masterauth", "acl-pubsub-default");
        own("a server would not find the file that it wrote before", "appenddirname", "appendfilename");
        own("spec.persistence", "appendonly", "rdb-del-sync-files", "stop-writes-on-bgsave-error");
        own("the operator decides who is master", "replicaof", "slaveof");
        own("an election rests on it", "replica-read-only", "slave-read-only", "replica-serve-stale-data");
        own("an election rests on it", "slave-serve-stale-data", "replica-ignore-maxmemory");
        own("an election rests on it", "slave-ignore-maxmemory", "replica-ignore-disk-write-errors");
        own("an election rests on it", "repl-diskless-load", "repl-diskless-sync-delay", "repl-backlog-ttl");
        own("an election rests on it", "repl-ping-replica-period", "repl-ping-slave-period");
        own("spec.minReplicasToWrite", "min-replicas-to-write", "min-slaves-to-write");
        own("an election rests on it", "min-replicas-max-lag", "min-slaves-max-lag");
    }

    private OwnedDirectives() {}

    private static void own(String instead, String... names) {
        for (String name : names) {
            INSTEAD.put(name, instead);
        }
    }

    /** All names, sorted. */
    public static List<String> names() {
        return new ArrayList<>(INSTEAD.keySet());
    }

    /** Why a directive is refused and what to do, or an empty string if it is not. Redis itself ignores case. */
    public static String refusal(String directive) {
        String name = directive.toLowerCase(java.util.Locale.ROOT);
        String instead = INSTEAD.get(name);
        if (instead == null) {
            return "";
        }
        String remedy = instead.startsWith("spec.") ? "remove it and use " + instead : "remove it";
        String reason = instead.startsWith("spec.") ? "" : " (" + instead + ")";
        return "spec.config." + name + " is set by the operator itself" + reason + ": " + remedy;
    }
}
