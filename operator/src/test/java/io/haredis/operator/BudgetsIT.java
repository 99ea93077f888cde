package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.Member;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.lease.LeaseRecordStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a drain must leave. No Redis runs here: no pod may go. */
class BudgetsIT {
    private static Playground ground;

    @BeforeAll
    static void start() throws Exception {
        ground = new Playground();
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    /** Kubernetes allows as many evictions as there are ready pods above the number. */
    @Test
    void nodesThatAreToLeaveCountUntilTheyHaveLeft() throws Exception {
        HaRedisCluster cluster = ground.create("fewer", "{replicas: 5}");
        ground.awaitPods("fewer", "fewer-0", "fewer-1", "fewer-2", "fewer-3", "fewer-4");
        var records =
                new LeaseRecordStore(ground.client(), ClusterRef.of(cluster), Optional::empty, InstantSource.system());
        var listed = records.create(record(5));
        ground.patch("fewer", "{\"spec\":{\"replicas\":3}}");
        await().until(() -> ground.get("fewer").getStatus() != null
                && Long.valueOf(2).equals(ground.get("fewer").getStatus().observedGeneration()));
        await().during(java.time.Duration.ofSeconds(4)).until(() -> minAvailable("fewer") == 5);
        records.replace(listed.version(), record(3));
        await().until(() -> minAvailable("fewer") == 3);
    }

    @Test
    void oneThatAnEarlierVersionAppliedIsTurnedIntoANumber() {
        budget("upgraded").fieldManager("haredis-operator").serverSideApply();
        isTurned("upgraded");
    }

    /** By a backup that was restored: the operator's apply alone does not take away what it does not own. */
    @Test
    void oneThatSomebodyElseMadeToo() {
        budget("restored").create();
        isTurned("restored");
    }

    private static void isTurned(String name) {
        ground.create(name, "{replicas: 3}");
        await().until(() -> ground.isTrue(name, Condition.CONFIGURATION_ACCEPTED) && minAvailable(name) == 3);
        assertThat(now(name).getSpec().getMaxUnavailable()).isNull();
    }

    private static Resource<PodDisruptionBudget> budget(String name) {
        String yaml = """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: NAME, namespace: default, labels: {haredis.io/cluster: NAME}}
                spec: {maxUnavailable: 1, selector: {matchLabels: {haredis.io/cluster: NAME}}}
                """.replace("NAME", name);
        return ground.client().resource(Serialization.unmarshal(yaml, PodDisruptionBudget.class));
    }

    private static int minAvailable(String name) {
        PodDisruptionBudget now = now(name);
        IntOrString number = now == null ? null : now.getSpec().getMinAvailable();
        return number == null ? -1 : number.getIntVal();
    }

    private static PodDisruptionBudget now(String name) {
        return ground.client()
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(Playground.NAMESPACE)
                .withName(name)
                .get();
    }

    private static MasterRecord record(int members) {
        TreeMap<String, Member> all = new TreeMap<>();
        for (int i = 0; i < members; i++) {
            all.put("fewer-" + i, new Member("r", "r", true));
        }
        return new MasterRecord(1, "fewer-0", new Chosen("r", "id", 0), new Elected(), all, 1, null);
    }
}
