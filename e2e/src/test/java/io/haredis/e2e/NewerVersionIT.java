package io.haredis.e2e;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An object of a newer version, with fields and values that this operator never heard of. */
@Order(12)
class NewerVersionIT {
    private static final String SPEC = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
    /** What a newer version's definition would allow. */
    private static final String NEWER = """
            [{"op": "add", "path": "%1$s/x-kubernetes-preserve-unknown-fields", "value": true},
             {"op": "add", "path": "%1$s/properties/durability/enum/-", "value": "Total"}]
            """.formatted(SPEC);

    private static final String AS_BEFORE = """
            [{"op": "remove", "path": "%1$s/x-kubernetes-preserve-unknown-fields"},
             {"op": "replace", "path": "%1$s/properties/durability/enum", "value": ["Async", "Quorum"]}]
            """.formatted(SPEC);

    @RegisterExtension
    static final Lab LAB = new Lab("newer");

    private static Resource<CustomResourceDefinition> definition() {
        return LAB.kubernetes().apiextensions().v1().customResourceDefinitions().withName("haredisclusters.haredis.io");
    }

    @BeforeAll
    static void newerDefinition() {
        definition().patch(PatchContext.of(PatchType.JSON), NEWER);
        // The API server takes a changed definition into use a moment later.
        Awaitility.await("the newer definition in use").atMost(Lab.AT_MOST).until(NewerVersionIT::isTaken);
    }

    private static boolean isTaken() {
        Map<String, ?> spec = Map.of("image", Images.usual(Reach.LOCAL), "durability", "Total");
        try {
            LAB.kubernetes()
                    .resource(Manifest.of(LAB.namespace(), "asked", spec))
                    .dryRun()
                    .create();
            return true;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    @AfterAll
    static void definitionAsBefore() {
        LAB.object("newer").delete();
        definition().patch(PatchContext.of(PatchType.JSON), AS_BEFORE);
    }

    @Test
    void objectOfANewerVersionStopsNobody() {
        RedisCluster newer = LAB.create(
                "newer",
                Map.of(
                        "durability", "Total",
                        "sharding", Map.of("slots", 4),
                        "failover", Map.of("timeoutMilliseconds", 1000)));
        RedisCluster bystander = LAB.create("bystander", Map.of());
        bystander.awaitSettled(1, Lab.AT_MOST);
        newer.awaitSettled(1, Lab.AT_MOST);
        // Nor one that starts and finds it.
        Operators operators = new Operators(LAB.kubernetes());
        operators.process(operators.leader()).kill();
        long epoch = RedisCluster.number(bystander.get(), "epoch");
        LAB.killServer(Servers.masterOf(bystander.get()));
        bystander.awaitSettled(epoch + 1, Lab.AT_MOST);
        operators.awaitReady(2);
        LAB.settled("later", Map.of());
    }
}
