package io.haredis.e2e.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import io.haredis.e2e.Weapon;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code HaRedisCluster} under the operator, in a local cluster. */
final class OperatorStage implements Stage {
    private final KubernetesClient kubernetes;
    private final Target target;
    private final ClientScenario scenario;
    private @Nullable GenericKubernetesResource aimedAt;

    OperatorStage(KubernetesClient kubernetes, ClientScenario scenario) {
        this.kubernetes = kubernetes;
        this.target = new Target(kubernetes, Reach.LOCAL);
        this.scenario = scenario;
        target.start();
    }

    @Override
    public String image() {
        return target.image();
    }

    /** The documented way in: {@code HaRedisClient.create("NAME-master")}. */
    Endpoint service() {
        return target.cluster().masterService();
    }

    @Override
    public void settle() {
        target.settle(epoch());
    }

    @Override
    public Endpoint master() {
        // While one is replaced the status names none.
        GenericKubernetesResource named =
                target.cluster().await(now -> RedisCluster.status(now, "master") != null, Target.AT_MOST);
        String name = String.valueOf(RedisCluster.status(named, "master"));
        return target.cluster().pods().stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no pod " + name));
    }

    @Override
    public @Nullable String password() {
        return target.cluster().password();
    }

    @Override
    public Shot aim() {
        GenericKubernetesResource now = target.cluster().get();
        aimedAt = now;
        String namespace = target.cluster().namespace();
        String master = String.valueOf(RedisCluster.status(now, "master"));
        if (scenario == ClientScenario.CLIENT_MOVE) {
            return new Shot(() -> target.cluster().annotate(RedisCluster.SWITCHOVER, "any"), () -> {});
        }
        Weapon weapon = scenario == ClientScenario.CLIENT_FROZEN
                ? Weapon.freeze(namespace, master)
                : Weapon.aim(kubernetes, Reach.LOCAL, namespace, master);
        return new Shot(weapon::fire, weapon::undo);
    }

    @Override
    public void awaitEffect() {
        if (scenario == ClientScenario.CLIENT_MOVE) {
            target.cluster().awaitSettled(aimedEpoch() + 1, Target.AT_MOST);
        }
    }

    @Override
    public Map<String, Object> stages() {
        return Stages.after(target.cluster(), aimedEpoch());
    }

    @Override
    public void repair() {
        if (scenario == ClientScenario.CLIENT_KILL && aimedAt != null) {
            target.repair(String.valueOf(RedisCluster.status(aimedAt, "master")), epoch());
        } else {
            settle();
        }
    }

    private long aimedEpoch() {
        return aimedAt == null ? 0 : RedisCluster.number(aimedAt, "epoch");
    }

    private long epoch() {
        return RedisCluster.number(target.cluster().get(), "epoch");
    }

    @Override
    public void close() {
        target.close();
    }
}
