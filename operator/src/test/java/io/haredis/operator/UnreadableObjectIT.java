package io.haredis.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An object that the schema of an earlier version let pass, and that our types do not take. */
class UnreadableObjectIT {
    private static final String CRD = "haredisclusters.haredis.io";

    @Test
    @Timeout(300)
    void disturbsNoOtherClusterNeitherWhenItComesNorWhenTheOperatorStarts() throws Exception {
        // the informer's thread throws for each event of the bad object, and goes on
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        try (Playground ground = new Playground()) {
            openTheSchema(ground.client());
            // for a moment after the change the API server answers that it is shutting down: its old handler for the
            // type is
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> ground.create("before", "{replicas: 1}").getMetadata() != null);
            ground.awaitPods("before", "before-0");

            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> create(ground.client()));
            ground.create("after", "{replicas: 1}");
            await().atMost(Duration.ofSeconds(60)).until(() -> ground.operator().clusters() == 2);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ground.pods("after").size() == 1);
            assertThat(ground.pods("bad")).isEmpty();

            try (OperatorMain second = ground.operator("operator-1")) {
                assertThat(second.clusters()).isEqualTo(2);
            }
            ground.patch("bad", "{\"spec\":{\"resources\":null}}");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ground.pods("bad").size() == 3);
        } finally {
            Awaitility.catchUncaughtExceptionsByDefault();
        }
    }

    private static void openTheSchema(KubernetesClient client) {
        client.apiextensions().v1().customResourceDefinitions().withName(CRD).edit(crd -> {
            JSONSchemaProps root =
                    crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
            JSONSchemaProps resources = property(property(root, "spec"), "resources");
            property(resources, "limits").getAdditionalProperties().getSchema().setPattern(null);
            return crd;
        });
    }

    private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return requireNonNull(schema.getProperties().get(name), name);
    }

    /** Refused until the API server has taken the schema over. */
    private static boolean create(KubernetesClient client) {
        String yaml = "apiVersion: haredis.io/v1alpha1\nkind: HaRedisCluster\nmetadata: {name: bad, namespace: "
                + Playground.NAMESPACE + "}\nspec: {resources: {limits: {memory: ''}}}";
        client.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                .create();
        return true;
    }
}
