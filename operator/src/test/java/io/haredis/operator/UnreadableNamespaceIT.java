package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.testing.ApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operator that watches two namespaces and has a Role in one of them only. */
class UnreadableNamespaceIT {
    private static final String OPERATOR = "operator";

    @Test
    @Timeout(300)
    void theOtherOnesClustersAreKeptAndItsOwnOnceItCanBeRead() throws Exception {
        try (ApiServer api = ApiServer.start();
                KubernetesClient all = api.client()) {
            api.installCrd(all);
            all.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("closed")
                            .endMetadata()
                            .build())
                    .create();
            all.resource(new ClusterRoleBuilder()
                            .withNewMetadata()
                            .withName(OPERATOR)
                            .endMetadata()
                            .addNewRule()
                            .withApiGroups("*")
                            .withResources("*")
                            .withVerbs("*")
                            .endRule()
                            .build())
                    .create();
            allow(all, "default");
            create(all, "default");
            create(all, "closed");

            Config limited = new ConfigBuilder(api.config())
                    .withImpersonateUsername(OPERATOR)
                    .build();
            Settings settings =
                    new Settings(Set.of("default", "closed"), "default", "haredis-operator", "one", "one_1", 0);
            try (OperatorMain operator = new OperatorMain(settings, limited)) {
                operator.start();
                await().until(operator::leads);
                assertThat(operator.clusters()).isEqualTo(1);
                awaitPods(all, "default");
                assertThat(pods(all, "closed")).isEmpty();
                assertThat(Playground.page(operator, "/metrics")).contains("\nharedis_namespaces_unread 1.0\n");

                allow(all, "closed");
                await().atMost(Duration.ofSeconds(90)).until(() -> operator.clusters() == 2);
                awaitPods(all, "closed");
                await().until(() ->
                        Playground.page(operator, "/metrics").contains("\nharedis_namespaces_unread 0.0\n"));
            }
        }
    }

    private static void allow(KubernetesClient client, String namespace) {
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(OPERATOR)
                        .withNamespace(namespace)
                        .endMetadata()
                        .addNewSubject()
                        .withApiGroup("rbac.authorization.k8s.io")
                        .withKind("User")
                        .withName(OPERATOR)
                        .endSubject()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", OPERATOR)
                        .build())
                .create();
    }

    private static void create(KubernetesClient client, String namespace) {
        String yaml = "apiVersion: haredis.io/v1alpha1\nkind: HaRedisCluster\nmetadata: {name: demo, namespace: "
                + namespace + "}\nspec: {replicas: 1}";
        client.resource(Serialization.unmarshal(yaml, HaRedisCluster.class)).create();
    }

    private static void awaitPods(KubernetesClient client, String namespace) {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> pods(client, namespace).equals(List.of("demo-0")));
    }

    private static List<String> pods(KubernetesClient client, String namespace) {
        return client.pods().inNamespace(namespace).withLabel("haredis.io/cluster", "demo").list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }
}
