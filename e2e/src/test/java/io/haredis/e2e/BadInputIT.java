package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the API server accepts and the world does not: a condition and an Event name it, and it heals when mended. */
@Order(10)
@Tag(Lab.SIDE_BY_SIDE)
class BadInputIT {
    private static final String LABEL = "e2e.haredis.io/bad-input";
    private static final String CLASS = "e2e-missing";

    @RegisterExtension
    static final Lab LAB = new Lab("bad-input");

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void wrongImage() {
        RedisCluster cluster = LAB.create("image", Map.of("image", "localhost/haredis-test/nothing:1"));
        awaitTold(cluster, "nothing:1");
        edit("image", spec -> spec.put("image", Images.usual(Reach.LOCAL)));
        cluster.awaitSettled(1, Lab.AT_MOST);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void noNodeForThePods() {
        RedisCluster cluster =
                LAB.create("nowhere", Map.of("podTemplate", Map.of("nodeSelector", Map.of(LABEL, "here"))));
        awaitTold(cluster, "Unschedulable");
        try {
            LAB.kubectl("label", "nodes", "--all", LABEL + "=here");
            cluster.awaitSettled(1, Lab.AT_MOST);
        } finally {
            LAB.kubectl("label", "nodes", "--all", LABEL + "-");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void missingSecret() {
        RedisCluster cluster = LAB.create("secret", Map.of("auth", Map.of("secretName", "not-there")));
        awaitTold(cluster, "not-there");
        LAB.kubectl("create", "secret", "generic", "not-there", "--from-literal=password=late");
        cluster.awaitSettled(1, Lab.AT_MOST);
        assertThat(cluster.password()).isEqualTo("late");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void missingStorageClass() {
        RedisCluster cluster =
                LAB.create("class", Map.of("storage", Map.of("size", "64Mi", "storageClassName", CLASS)));
        awaitTold(cluster, CLASS);
        var mended = LAB.kubernetes()
                .resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(CLASS)
                        .endMetadata()
                        .withProvisioner("rancher.io/local-path")
                        .withVolumeBindingMode("WaitForFirstConsumer")
                        .build());
        mended.create();
        try {
            cluster.awaitSettled(1, Lab.AT_MOST);
        } finally {
            mended.delete();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void directiveThatTheServerDoesNotUnderstand() {
        RedisCluster cluster = LAB.create("directive", Map.of("config", Map.of("maxmemory", "lots")));
        awaitTold(cluster, "maxmemory");
        edit("directive", spec -> spec.put("config", Map.of("maxmemory", "64mb")));
        cluster.awaitSettled(1, Lab.AT_MOST);
    }

    @SuppressWarnings("unchecked")
    private static void edit(String name, Consumer<Map<String, Object>> change) {
        LAB.object(name).edit(found -> {
            change.accept((Map<String, Object>) found.getAdditionalProperties().get("spec"));
            return found;
        });
    }

    /** A condition and an Event have the word. */
    private static void awaitTold(RedisCluster cluster, String word) {
        long began = System.nanoTime();
        AtomicReference<String> told = new AtomicReference<>("");
        cluster.await(found -> troubles(found).stream().anyMatch(message -> isAbout(message, word, told)), Lab.AT_MOST);
        Figure.milliseconds("bad input '" + word + "' told", began, System.nanoTime());
        System.out.println("told: " + told.get());
        Awaitility.await("an Event about " + word)
                .atMost(Lab.AT_MOST)
                .until(() -> LAB
                        .kubernetes()
                        .v1()
                        .events()
                        .inNamespace(LAB.namespace())
                        .withField("involvedObject.name", cluster.name())
                        .list()
                        .getItems()
                        .stream()
                        .anyMatch(event -> event.getMessage().contains(word)
                                || event.getReason().contains(word)));
    }

    private static boolean isAbout(String message, String word, AtomicReference<String> told) {
        boolean isAbout = message.contains(word);
        if (isAbout) {
            told.set(message);
        }
        return isAbout;
    }

    private static List<String> troubles(GenericKubernetesResource cluster) {
        return List.of("Ready", "ConfigurationAccepted").stream()
                .map(type -> Settled.condition(cluster, type))
                .filter(condition -> "False".equals(condition.get("status")))
                .map(condition -> String.valueOf(condition.get("message")))
                .toList();
    }
}
