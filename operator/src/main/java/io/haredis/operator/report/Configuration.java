package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.ClusterKey;
import io.haredis.operator.kube.ClusterRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the keeper of the Kubernetes objects last said of each cluster's specification. Thread-safe. */
public final class Configuration {
    /** The statement for a specification without fault. */
    public static final Statement ACCEPTED = new Statement(
            Condition.CONFIGURATION_ACCEPTED, Statement.TRUE, "Accepted", "The specification is carried out.");

    private final Map<ClusterKey, Said> statements = new ConcurrentHashMap<>();

    /**
     * A statement.
     *
     * @param generation of the specification that it is about: there may be a newer one that nobody has looked at yet
     */
    public record Said(Statement statement, long generation) {}

    /** The specification is carried out. */
    public void accepted(HaRedisCluster cluster) {
        say(cluster, ACCEPTED);
    }

    /** It is carried out, and a person should know this of it. */
    public void acceptedWithWarning(HaRedisCluster cluster, String reason, String sentence) {
        say(cluster, new Statement(Condition.CONFIGURATION_ACCEPTED, Statement.TRUE, reason, sentence));
    }

    /** It cannot be carried out. The sentence names the field and the remedy. */
    public void rejected(HaRedisCluster cluster, String reason, String sentence) {
        say(cluster, new Statement(Condition.CONFIGURATION_ACCEPTED, Statement.FALSE, reason, sentence));
    }

    private void say(HaRedisCluster cluster, Statement statement) {
        statements.put(
                ClusterKey.of(ClusterRef.of(cluster)),
                new Said(statement, cluster.getMetadata().getGeneration()));
    }

    /** The last statement; empty if this replica of the operator has made none. */
    public Optional<Said> of(ClusterKey cluster) {
        return Optional.ofNullable(statements.get(cluster));
    }

    /** Another replica of the operator states it from now on. */
    public void forgetAll() {
        statements.clear();
    }

    /** The cluster is gone. */
    public void forget(ClusterKey cluster) {
        statements.remove(cluster);
    }
}
