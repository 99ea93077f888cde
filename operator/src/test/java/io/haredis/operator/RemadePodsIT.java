package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A pod that is gone comes back, whatever else cannot be, if what it mounts is there; one that is outdated is named. No
 * Redis runs here.
 */
class RemadePodsIT {
    private static Playground ground;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        ground = new Playground();
        client = ground.client();
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void podsMadeFromAnEarlierSpecificationAreNamed() {
        ground.create("late", "{replicas: 2}");
        ground.awaitPods("late", "late-0", "late-1");
        ground.patch("late", "{\"spec\":{\"replicas\":4}}");
        ground.awaitPods("late", "late-0", "late-1", "late-2", "late-3");
        ground.awaitSaid("late", "True", "Advice", "spec.replicas is even");
        ground.patch("late", "{\"spec\":{\"config\":{\"maxmemory-policy\":\"allkeys-lru\"}}}");
        ground.awaitSaid("late", "True", "PodsOutdated", "late-0, late-1, late-2, late-3 would be made otherwise now");
        client.pods().inNamespace(Playground.NAMESPACE).withName("late-0").delete();
        ground.awaitSaid("late", "True", "PodsOutdated", "late-1, late-2, late-3 would");
        ground.patch("late", "{\"spec\":{\"podTemplate\":{\"labels\":{\"team\":\"a\"}}}}");
        ground.awaitSaid("late", "True", "PodsOutdated", "late-0, late-1, late-2, late-3 would");
    }

    @Test
    void onAVolumeThatMayNotGrow() {
        ground.create("grow", "{replicas: 1, storage: {size: 1Gi}}");
        ground.awaitPods("grow", "grow-0");
        ground.patch("grow", "{\"spec\":{\"storage\":{\"size\":\"2Gi\"}}}");
        ground.comesBack("grow-0");
        ground.awaitSaid("grow", "False", "PersistentVolumeClaimRefused", "");
    }

    @Test
    void onAVolumeThatSomebodyEnlarged() {
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName("grows")
                        .endMetadata()
                        .withProvisioner("example.com/none")
                        .withAllowVolumeExpansion(true)
                        .build())
                .create();
        ground.create("large", "{replicas: 1, storage: {size: 1Gi, storageClassName: grows}}");
        ground.awaitPods("large", "large-0");
        Resource<PersistentVolumeClaim> claim = client.persistentVolumeClaims()
                .inNamespace(Playground.NAMESPACE)
                .withName("data-large-0");
        // the operator applies the claim at the same time: a conflict, and once more
        await().ignoreExceptions()
                .untilAsserted(() -> claim.editStatus(c -> {
                    c.getStatus().setPhase("Bound");
                    c.getStatus().setCapacity(Map.of("storage", new Quantity("1Gi")));
                    return c;
                }));
        await().ignoreExceptions()
                .untilAsserted(() -> claim.edit(c -> {
                    c.getSpec().getResources().setRequests(Map.of("storage", new Quantity("3Gi")));
                    return c;
                }));
        ground.comesBack("large-0");
        await().during(Duration.ofSeconds(4)).until(() -> ground.isTrue("large", Condition.CONFIGURATION_ACCEPTED));
        assertThat(claim.get().getSpec().getResources().getRequests()).containsEntry("storage", new Quantity("3Gi"));
    }

    @Test
    void withoutTheUsersSecret() throws Exception {
        Secret mine = usersSecret("mine");
        reign(ground.create("secret", "{replicas: 1, auth: {enabled: true, secretName: mine}}"));
        client.resource(mine).delete();
        ground.comesBack("secret-0");
        ground.awaitSaid("secret", "False", "SecretMissing", "");
    }

    /** As after {@code kubectl delete secret --all}: nobody but the operator knows its own passwords. */
    @Test
    void withoutTheUsersSecretWhenTheOperatorsIsGoneToo() throws Exception {
        Secret mine = usersSecret("mine-too");
        reign(ground.create("secrets", "{replicas: 1, auth: {enabled: true, secretName: mine-too}}"));
        ground.awaitSaid("secrets", "True", "Accepted", "");
        Map<String, String> before = operatorSecret("secrets").get().getData();
        client.resource(mine).delete();
        operatorSecret("secrets").delete();
        await().until(() -> operatorSecret("secrets").get() != null);
        assertThat(operatorSecret("secrets").get().getData()).isEqualTo(before);
        ground.comesBack("secrets-0");
        ground.awaitSaid("secrets", "False", "SecretMissing", "");
    }

    /** Twice, since a pass may be due the first time; the next one would come after 45 s. */
    @Test
    void theOperatorsSecretIsMadeAgainAtOnce() throws Exception {
        reign(ground.create("at-once", "{replicas: 1, podDisruptionBudget: {enabled: false}}"));
        ground.awaitSaid("at-once", "True", "Accepted", "");
        Map<String, String> before = operatorSecret("at-once").get().getData();
        for (int i = 0; i < 2; i++) {
            operatorSecret("at-once").delete();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> operatorSecret("at-once").get() != null);
        }
        assertThat(operatorSecret("at-once").get().getData()).isEqualTo(before);
    }

    @Test
    void withoutItsBudget() throws Exception {
        reign(ground.create("budget", "{replicas: 1, podDisruptionBudget: {enabled: true}}"));
        client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(Playground.NAMESPACE)
                .withName("budget")
                .edit(budget -> {
                    budget.getMetadata().getOwnerReferences().getFirst().setUid("11111111-1111-1111-1111-111111111111");
                    return budget;
                });
        ground.comesBack("budget-0");
        ground.awaitSaid("budget", "False", "NameTaken", "");
    }

    /** No pod could come before; the status must not go on to say that all is well. */
    @Test
    void onceAWebhookIsUpAgainWhoseFailureIsSaid() {
        var webhook = client.resource(Serialization.unmarshal("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: down}
                webhooks:
                - name: down.example.com
                  clientConfig: {url: "https://127.0.0.1:1/"}
                  objectSelector: {matchLabels: {haredis.io/cluster: hook}}
                  rules: [{apiGroups: [""], apiVersions: [v1], resources: [services], operations: [CREATE]}]
                  failurePolicy: Fail
                  sideEffects: None
                  timeoutSeconds: 1
                  admissionReviewVersions: [v1]
                """, ValidatingWebhookConfiguration.class));
        webhook.create();
        var probe = new ServiceBuilder()
                .withNewMetadata()
                .withName("probe")
                .withNamespace(Playground.NAMESPACE)
                .addToLabels("haredis.io/cluster", "hook")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(1)
                .endPort()
                .endSpec()
                .build();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThatThrownBy(
                                () -> client.resource(probe).dryRun(true).create())
                        .hasMessageContaining("failed calling webhook"));
        ground.create("hook", "{replicas: 1}");
        ground.awaitSaid("hook", "False", "ApiRefuses", "");
        assertThat(String.valueOf(ground.condition("hook", Condition.CONFIGURATION_ACCEPTED)))
                .contains("failed calling webhook");
        webhook.delete();
        ground.awaitPods("hook", "hook-0");
        await().until(() -> ground.isTrue("hook", Condition.CONFIGURATION_ACCEPTED));
    }

    /** A kubelet that rejects a pod rejects the next one too, within milliseconds. */
    @Test
    void afterAPauseIfItFailsAgain() {
        ground.create("reject", "{replicas: 1}");
        ground.awaitPods("reject", "reject-0");
        long began = System.nanoTime();
        Set<String> failed = new HashSet<>();
        await().until(() -> {
            fail("reject-0").ifPresent(failed::add);
            return failed.size() == 3;
        });
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(10));
    }

    /** The uid of the pod that is rejected now, if there is one. */
    private static Optional<String> fail(String name) {
        Pod pod = ground.pod(name);
        if (pod == null || "Failed".equals(pod.getStatus().getPhase())) {
            return Optional.empty();
        }
        pod.getStatus().setPhase("Failed");
        pod.getStatus().setReason("SysctlForbidden");
        try {
            return Optional.of(client.resource(pod).updateStatus().getMetadata().getUid());
        } catch (KubernetesClientException gone) {
            return Optional.empty();
        }
    }

    private static Secret usersSecret(String name) {
        return client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(Playground.NAMESPACE)
                        .endMetadata()
                        .addToStringData("password", "hunter2")
                        .build())
                .create();
    }

    private static Resource<Secret> operatorSecret(String cluster) {
        return client.secrets().inNamespace(Playground.NAMESPACE).withName(cluster + "-operator");
    }

    /** The pod of a single node is there, and a record says that it had a master. */
    private static void reign(HaRedisCluster cluster) throws Exception {
        String pod = cluster.getMetadata().getName() + "-0";
        ground.awaitPods(cluster.getMetadata().getName(), pod);
        new LeaseRecordStore(client, ClusterRef.of(cluster), Optional::empty, InstantSource.system())
                .create(new MasterRecord(
                        1,
                        pod,
                        new Chosen("r", "id", 0),
                        new Elected(),
                        new TreeMap<>(Map.of(pod, new Member("r", "r", true))),
                        1,
                        null));
    }
}
