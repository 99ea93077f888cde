package io.haredis.operator.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.act.Routes.Route;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.kube.ApiClients;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.testing.ApiServer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServiceRoutesIT {
    private static final String NAMESPACE = "default";
    private static ApiServer api;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        api = ApiServer.start();
        client = ApiClients.fencing(api.config());
    }

    @AfterAll
    static void stop() {
        client.close();
        api.close();
    }

    @Test
    void movesAServiceThatHadNoSelectorAndSeesItsOwnWriteBeforeTheInformerDoes() throws StoreException {
        Service born = service("born");
        ServiceRoutes routes = routes("born", () -> Optional.of(born));
        Route first = route(1, "born-0");
        assertThat(routes.isAt(first)).isFalse();
        routes.moveService(first);
        assertThat(routes.isAt(first)).isTrue();
        assertThat(get("born").getSpec().getSelector())
                .isEqualTo(Map.of("haredis.io/cluster", "born", "haredis.io/node", "born-0"));
        assertThat(get("born").getMetadata().getAnnotations()).containsEntry("haredis.io/epoch", "1");

        String version = get("born").getMetadata().getResourceVersion();
        routes.moveService(first);
        assertThat(get("born").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void readsAgainOnceIfTheServiceChangedInBetween() throws StoreException {
        Service stale = service("stale");
        touch("stale", Map.of("example.com/note", "1"));
        ServiceRoutes routes = routes("stale", () -> Optional.of(stale));
        routes.moveService(route(1, "stale-1"));
        assertThat(get("stale").getSpec().getSelector()).containsEntry("haredis.io/node", "stale-1");
        assertThat(get("stale").getMetadata().getAnnotations()).containsEntry("example.com/note", "1");
    }

    @Test
    void leavesAServiceOfAHigherEpochAlone() throws StoreException {
        Service old = service("higher");
        routes("higher", () -> Optional.of(old)).moveService(route(7, "higher-2"));
        ServiceRoutes late = routes("higher", () -> Optional.of(old));
        late.moveService(route(6, "higher-0"));
        assertThat(get("higher").getSpec().getSelector()).containsEntry("haredis.io/node", "higher-2");
        assertThat(late.isAt(route(6, "higher-0")))
                .as("nothing for this operator to do")
                .isTrue();
    }

    /** The cluster was deleted and left its Service behind; the new one of that name begins with epoch 1. */
    @Test
    void movesAServiceThatADeletedClusterOfThatNameLeftBehind() throws StoreException {
        Service kept = service("kept");
        new ServiceRoutes(client, new ClusterRef(NAMESPACE, "kept", "deleted"), () -> Optional.of(kept), List::of)
                .moveService(route(57, "kept-2"));
        Service left = get("kept");
        ServiceRoutes routes = routes("kept", () -> Optional.of(left));
        assertThat(routes.isAt(route(1, "kept-0"))).isFalse();
        routes.moveService(route(1, "kept-0"));
        assertThat(get("kept").getSpec().getSelector()).containsEntry("haredis.io/node", "kept-0");
        assertThat(get("kept").getMetadata().getAnnotations()).containsEntry("haredis.io/epoch", "1");
    }

    @Test
    void replacesASelectorThatSomebodyWrote() throws StoreException {
        Service foreign = client.resource(new ServiceBuilder(blank("foreign"))
                        .editSpec()
                        .addToSelector("app", "mine")
                        .endSpec()
                        .build())
                .create();
        routes("foreign", () -> Optional.of(foreign)).moveService(route(1, "foreign-0"));
        assertThat(get("foreign").getSpec().getSelector()).containsOnlyKeys("haredis.io/cluster", "haredis.io/node");
    }

    @Test
    void aMissingServiceIsSaid() {
        assertThatThrownBy(() -> routes("nowhere", Optional::empty).moveService(route(1, "nowhere-0")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void labelsOnlyPodsWhoseRoleChanged() throws StoreException {
        service("roles");
        List<Pod> pods = List.of(pod("roles-0"), pod("roles-1"), pod("roles-2"));
        Supplier<Collection<Pod>> informed = () -> pods;
        ServiceRoutes routes = new ServiceRoutes(client, ref("roles"), () -> Optional.of(get("roles")), informed);
        routes.label(route(1, "roles-0", "roles-1"));
        assertThat(pods.stream().map(p -> role(p.getMetadata().getName())))
                .containsExactly("master", "replica", "none");

        String version = podVersion("roles-2");
        routes.label(route(1, "roles-1", "roles-0"));
        assertThat(pods.stream().map(p -> role(p.getMetadata().getName())))
                .containsExactly("replica", "master", "none");
        assertThat(podVersion("roles-2")).isEqualTo(version);
    }

    @Test
    void ofWhoDoesNotAnswerForAMomentOnlyAReplicaStaysWhatItWas() throws StoreException {
        service("unclear");
        List<Pod> pods = List.of(pod("unclear-0"), pod("unclear-1"), pod("unclear-2"));
        ServiceRoutes routes = new ServiceRoutes(client, ref("unclear"), () -> Optional.of(get("unclear")), () -> pods);
        routes.label(route(1, "unclear-0", "unclear-1"));
        Route next = unclear(2, "unclear-2", List.of("unclear-0", "unclear-1"));
        routes.label(next);
        assertThat(pods.stream().map(p -> role(p.getMetadata().getName())))
                .containsExactly("none", "replica", "master");
        routes.label(route(2, "unclear-2"));
        assertThat(pods.stream().map(p -> role(p.getMetadata().getName()))).containsExactly("none", "none", "master");
    }

    private static ServiceRoutes routes(String cluster, Supplier<Optional<Service>> informed) {
        return new ServiceRoutes(client, ref(cluster), informed, List::of);
    }

    private static ClusterRef ref(String cluster) {
        return new ClusterRef(NAMESPACE, cluster, "uid-" + cluster);
    }

    private static Route route(long epoch, String master, String... replicas) {
        return unclear(epoch, master, List.of(), replicas);
    }

    private static Route unclear(long epoch, String master, List<String> unclear, String... replicas) {
        return new Route(epoch, master, new TreeSet<>(List.of(replicas)), new TreeSet<>(unclear));
    }

    private static Service get(String cluster) {
        return client.services()
                .inNamespace(NAMESPACE)
                .withName(cluster + "-master")
                .get();
    }

    private static Service service(String cluster) {
        return client.resource(blank(cluster)).create();
    }

    private static Service blank(String cluster) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(cluster + "-master")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(6379)
                .endPort()
                .endSpec()
                .build();
    }

    private static void touch(String cluster, Map<String, String> annotations) {
        client.services().inNamespace(NAMESPACE).withName(cluster + "-master").edit(service -> {
            service.getMetadata().setAnnotations(annotations);
            return service;
        });
    }

    private static Pod pod(String name) {
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("redis")
                        .withImage("redis")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static @Nullable String role(String pod) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withName(pod)
                .get()
                .getMetadata()
                .getLabels()
                .get("haredis.io/role");
    }

    private static String podVersion(String pod) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withName(pod)
                .get()
                .getMetadata()
                .getResourceVersion();
    }
}
