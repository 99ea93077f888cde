package io.haredis.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.testing.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes every rendered object, in a namespace with the restricted Pod Security level. */
class ApplyIT {
    private static final PatchContext RECONCILER = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("haredis-operator")
            .withForce(true)
            .build();
    private static final Passwords PASSWORDS = new Passwords("one", "two");

    private static ApiServer server;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        server = ApiServer.start();
        client = server.client();
        server.installCrd(client);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .withLabels(Map.of(
                                "pod-security.kubernetes.io/enforce", "restricted",
                                "pod-security.kubernetes.io/enforce-version", "latest"))
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    static List<Path> cases() throws IOException {
        return GoldenTest.cases();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void appliedTwiceNothingChanges(Path folder) throws IOException {
        HaRedisCluster cluster = created(folder, folder.getFileName().toString());
        List<HasMetadata> objects = new ArrayList<>(Resources.of(cluster));
        objects.add(DisruptionBudget.of(cluster, 2));
        objects.add(OperatorSecret.of(cluster, PASSWORDS, Optional.of("three")));
        for (HasMetadata object : objects) {
            HasMetadata first = client.resource(object).patch(RECONCILER);
            HasMetadata second = client.resource(object).patch(RECONCILER);
            assertThat(second.getMetadata().getResourceVersion())
                    .as("%s %s", object.getKind(), object.getMetadata().getName())
                    .isEqualTo(first.getMetadata().getResourceVersion());
        }
    }

    @Test
    void leavesTheSelectorToTheFailoverLoop() throws IOException {
        HaRedisCluster cluster = created(Path.of("src/test/resources/golden/minimal"), "selecting");
        Service service = MasterService.of(cluster);
        assertThat(client.resource(service).patch(RECONCILER).getSpec().getSelector())
                .isNullOrEmpty();
        Map<String, String> selector = MasterService.selector(cluster, "selecting-1");
        client.resource(service).edit(found -> {
            found.getSpec().setSelector(selector);
            return found;
        });
        assertThat(client.resource(service).patch(RECONCILER).getSpec().getSelector())
                .isEqualTo(selector);
    }

    @Test
    void podsAndVolumesAreAcceptedUnderTheRestrictedLevel() throws IOException {
        HaRedisCluster cluster = created(Path.of("src/test/resources/golden/quorum"), "restricted");
        Pod pod = client.resource(NodePod.of(cluster, 0)).create();
        assertThat(pod.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo(cluster.getMetadata().getUid());
            assertThat(owner.getController()).isTrue();
        });
        PersistentVolumeClaim claim = DataClaim.of(cluster, 0).orElseThrow();
        PersistentVolumeClaim made = client.resource(claim).create();
        assertThat(made.getMetadata().getOwnerReferences()).isEmpty();
        PersistentVolumeClaim again = DataClaim.of(cluster, 0, made).orElseThrow();
        client.resource(again).patch(RECONCILER);
        assertThat(DataClaim.origin(client.resource(claim).get()))
                .contains(cluster.getMetadata().getUid());
    }

    @Test
    void aVolumeFromBeforeKeepsWhatItSaysOfItsOrigin() throws IOException {
        HaRedisCluster cluster = created(Path.of("src/test/resources/golden/quorum"), "second");
        PersistentVolumeClaim old = DataClaim.of(cluster, 0).orElseThrow();
        old.getMetadata().setAnnotations(Map.of(Labels.CLUSTER_UID, "of-another-object"));
        client.resource(old).create();
        client.resource(DataClaim.of(cluster, 0, old).orElseThrow()).patch(RECONCILER);
        assertThat(DataClaim.origin(client.resource(old).get())).contains("of-another-object");
    }

    private static HaRedisCluster created(Path folder, String name) throws IOException {
        HaRedisCluster cluster =
                Serialization.unmarshal(Files.readString(folder.resolve("in-cluster.yaml")), HaRedisCluster.class);
        cluster.getMetadata().setName(name);
        cluster.getMetadata().setUid(null);
        return client.resource(cluster).create();
    }
}
