package io.haredis.e2e.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Drain;
import io.haredis.e2e.Poll;
import io.haredis.e2e.RedisCluster;
import java.util.Locale;

/** A way to make the master leave its node as planned. */
enum MoveScenario {
    SWITCHOVER("the annotation " + RedisCluster.SWITCHOVER),
    DELETE("its pod deleted"),
    DRAIN("its Kubernetes node drained");

    private final String description;

    MoveScenario(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** As in the variable SCENARIOS. */
    static MoveScenario named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Of the results: {@code move-switchover.json}, ... */
    String file() {
        return "move-" + name().toLowerCase(Locale.ROOT) + ".json";
    }

    /** True if the pod of the old master goes too, and another comes for it. */
    boolean replacesPod() {
        return this != SWITCHOVER;
    }

    /** Fired, it returns when the pod that has to go is gone. */
    Shot aim(KubernetesClient kubernetes, RedisCluster cluster, String master) {
        return switch (this) {
            case SWITCHOVER -> new Shot(() -> cluster.annotate(RedisCluster.SWITCHOVER, "any"), () -> {});
            case DELETE -> delete(kubernetes, cluster, master);
            case DRAIN -> {
                String node = cluster.nodeOf(master);
                yield new Shot(() -> Drain.start(node, "haredis.io/cluster=" + cluster.name()), () -> Drain.undo(node));
            }
        };
    }

    private static Shot delete(KubernetesClient kubernetes, RedisCluster cluster, String master) {
        var pod = kubernetes.pods().inNamespace(cluster.namespace()).withName(master);
        String uid = pod.require().getMetadata().getUid();
        return new Shot(
                () -> {
                    pod.delete();
                    Poll.require("the pod is gone", Target.AT_MOST, () -> {
                        var found = pod.get();
                        return found == null || !found.getMetadata().getUid().equals(uid);
                    });
                },
                () -> {});
    }
}
