package io.haredis.e2e.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import io.haredis.e2e.SameNode;
import io.haredis.e2e.Weapon;
import java.util.Locale;

/** A way to lose the master, and what is to be reached. */
enum Scenario {
    KILL("kill -9", "p50 <= 40, p99 <= 250", "p50 <= 150"),
    FROZEN("SIGSTOP", "p95 <= 1500", "-"),
    CUT("its node being cut off, the leading operator elsewhere", "p95 <= 1500", "-"),
    /** The operator that leads is on the node too. */
    CUT_WITH_LEADER("its node being cut off, the leading operator on it", "p95 <= 2000", "-");

    private final String description;
    private final String goal;
    private final String serviceGoal;

    Scenario(String description, String goal, String serviceGoal) {
        this.description = description;
        this.goal = goal;
        this.serviceGoal = serviceGoal;
    }

    String description() {
        return description;
    }

    /** For a writer that knows the pods. */
    String goal() {
        return goal;
    }

    String serviceGoal() {
        return serviceGoal;
    }

    /** Of the results: {@code failover.json}, {@code failover-frozen.json}, ... */
    String file() {
        return this == KILL
                ? "failover.json"
                : "failover-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
    }

    /**
     * True if the master does not say that it is gone: a client that has a connection to it waits for its own time-out,
     * and so does one that tries it in turn. What is measured then is a client that asks only the others.
     */
    boolean isSilent() {
        return this != KILL;
    }

    /** Makes the scene ready. */
    void prepare(KubernetesClient kubernetes, RedisCluster cluster) {
        switch (this) {
            case CUT -> new SameNode(kubernetes).part(cluster);
            case CUT_WITH_LEADER -> new SameNode(kubernetes).arrange(cluster);
            case KILL, FROZEN -> {}
        }
    }

    Weapon aim(KubernetesClient kubernetes, Reach reach, RedisCluster cluster, String master) {
        return switch (this) {
            case KILL -> Weapon.aim(kubernetes, reach, cluster.namespace(), master);
            case FROZEN -> Weapon.freeze(cluster.namespace(), master);
            case CUT, CUT_WITH_LEADER -> Weapon.cut(cluster.nodeOf(master));
        };
    }
}
