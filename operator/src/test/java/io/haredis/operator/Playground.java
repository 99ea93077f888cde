package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.testing.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A real API server with the whole operator running against it. Nobody plays the kubelet but who calls {@link #run}. */
final class Playground implements AutoCloseable {
    static final String NAMESPACE = "default";

    private final ApiServer api;
    private final KubernetesClient client;
    private final OperatorMain operator;

    Playground() throws IOException, InterruptedException {
        api = ApiServer.start();
        client = api.client();
        api.installCrd(client);
        operator = operator("operator-0");
    }

    /** One more operator, started. */
    OperatorMain operator(String name) throws InterruptedException {
        Settings settings = new Settings(Set.of(), NAMESPACE, "haredis-operator", name, name + "_1", 0);
        OperatorMain main = new OperatorMain(settings, api.config());
        main.start();
        return main;
    }

    ApiServer api() {
        return api;
    }

    KubernetesClient client() {
        return client;
    }

    OperatorMain operator() {
        return operator;
    }

    /** A cluster with this specification in YAML. */
    HaRedisCluster create(String name, String spec) {
        String yaml = "apiVersion: haredis.io/v1alpha1\nkind: HaRedisCluster\nmetadata: {name: " + name
                + ", namespace: " + NAMESPACE + "}\nspec: " + spec;
        HaRedisCluster cluster = Serialization.unmarshal(yaml, HaRedisCluster.class);
        return client.resource(cluster).create();
    }

    HaRedisCluster get(String name) {
        return client.resources(HaRedisCluster.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    void patch(String name, String json) {
        client.resources(HaRedisCluster.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .patch(
                        io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
                        json);
    }

    List<String> pods(String cluster) {
        return client.pods().inNamespace(NAMESPACE).withLabel("haredis.io/cluster", cluster).list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    Pod pod(String name) {
        return client.pods().inNamespace(NAMESPACE).withName(name).get();
    }

    void awaitPods(String cluster, String... names) {
        await().until(() -> pods(cluster).equals(List.of(names)));
    }

    /** Deletes the pod, and returns once another one is in its place. */
    void comesBack(String pod) {
        String before = pod(pod).getMetadata().getUid();
        client.pods().inNamespace(NAMESPACE).withName(pod).delete();
        await().until(() -> pod(pod) != null && !pod(pod).getMetadata().getUid().equals(before));
    }

    @Nullable
    Condition condition(String cluster, String type) {
        var status = get(cluster).getStatus();
        return status == null ? null : status.condition(type);
    }

    boolean isTrue(String cluster, String type) {
        Condition condition = condition(cluster, type);
        return condition != null && condition.status().equals("True");
    }

    /** What {@code ConfigurationAccepted} says now. */
    void says(String cluster, String status, String reason, String beginning) {
        assertThat(condition(cluster, Condition.CONFIGURATION_ACCEPTED))
                .isNotNull()
                .satisfies(c -> assertThat(c.status()).isEqualTo(status))
                .satisfies(c -> assertThat(c.reason()).isEqualTo(reason))
                .satisfies(c -> assertThat(c.message()).startsWith(beginning));
    }

    /** Returns once it says that. */
    void awaitSaid(String cluster, String status, String reason, String beginning) {
        await().untilAsserted(() -> says(cluster, status, reason, beginning));
    }

    /** What the kubelet reports of a running pod. */
    void run(String pod, String address) {
        client.pods().inNamespace(NAMESPACE).withName(pod).editStatus(p -> {
            p.getStatus().setPhase("Running");
            p.getStatus().setPodIP(address);
            return p;
        });
    }

    /** The body of one of the management pages. */
    String page(String path) throws IOException, InterruptedException {
        return page(operator, path);
    }

    /** The same of another operator. */
    static String page(OperatorMain operator, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + operator.managementPort() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() {
        operator.close();
        client.close();
        api.close();
    }
}
