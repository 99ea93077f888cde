package io.haredis.operator.api.v1alpha1;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The redis.conf directives that the operator sets and {@code spec.config} may not: the promises of a cluster rest on
 * them. One list for the schema's rule and for the operator's own check.
 */
public final class OwnedDirectives {
    /** A CEL list. Names and their older spellings; sorted by what they are about. */
    static final String CEL = "["
            // where the server listens and what it is called
            + "'bind','bind-source-addr','port','protected-mode','tls-port','tls-replication','tls-cluster',"
            + "'replica-announce-ip','slave-announce-ip','replica-announce-port','slave-announce-port',"
            // how it runs
            + "'daemonize','supervised','pidfile','logfile','syslog-enabled','include','dir','dbfilename',"
            + "'cluster-enabled','rename-command','enable-protected-configs','busy-reply-threshold','lua-time-limit',"
            // who may do what: passwords and users come from Secrets
            + "'requirepass','user','aclfile','masteruser','masterauth','acl-pubsub-default',"
            // spec.persistence
            + "'appendonly','stop-writes-on-bgsave-error','rdb-del-sync-files',"
            // roles, and what a replica does
            + "'replicaof','slaveof','replica-read-only','slave-read-only',"
            + "'replica-serve-stale-data','slave-serve-stale-data','replica-ignore-maxmemory','slave-ignore-maxmemory',"
            + "'replica-ignore-disk-write-errors','repl-diskless-load','repl-diskless-sync-delay',"
            + "'repl-ping-replica-period','repl-ping-slave-period','repl-backlog-ttl',"
            // spec.minReplicasToWrite
            + "'min-replicas-to-write','min-slaves-to-write','min-replicas-max-lag','min-slaves-max-lag']";

    /** The names, lower case. */
    public static final Set<String> NAMES = Arrays.stream(CEL.split("[\\[\\]',]+"))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());

    /** What to use in place of some of them. */
    private static final Map<String, String> INSTEAD = new LinkedHashMap<>();

    static {
        INSTEAD.put("requirepass", "spec.auth");
        INSTEAD.put("user", "spec.auth");
        INSTEAD.put("appendonly", "spec.persistence");
        INSTEAD.put("min-replicas-to-write", "spec.minReplicasToWrite");
        INSTEAD.put("min-slaves-to-write", "spec.minReplicasToWrite");
    }

    static final String RULE = "!self.exists(k, k.lowerAscii() in " + CEL + ")";

    static final String MESSAGE =
            "spec.config holds a directive that the operator sets itself (such as port, replicaof,"
                    + " appendonly, requirepass, min-replicas-to-write): remove it";

    static final String MESSAGE_EXPRESSION = "'the operator sets ' + self.filter(k, k.lowerAscii() in " + CEL
            + ").join(', ') + ' itself: remove it from spec.config (persistence, auth and minReplicasToWrite have fields"
            + " of their own)'";

    private OwnedDirectives() {}

    /** Why this directive is refused, or an empty string if it is not. */
    public static String refusal(String directive) {
        String name = directive.toLowerCase(java.util.Locale.ROOT);
        if (!NAMES.contains(name)) {
            return "";
        }
        String instead = INSTEAD.get(name);
        return "spec.config." + directive + ": the operator sets " + name + " itself: remove it"
                + (instead == null ? "" : " and use " + instead);
    }
}
