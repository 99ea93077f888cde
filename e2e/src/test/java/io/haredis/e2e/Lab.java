package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace of the local cluster for one test class, deleted after it. The operator must be installed. Without
 * the local cluster's KUBECONFIG the class is skipped; with it nothing is.
 */
public final class Lab implements BeforeAllCallback, AfterAllCallback {
    /** Tag of a test class that strikes nothing but clusters of its own: it runs beside another one (e2e/pom.xml). */
    public static final String SIDE_BY_SIDE = "side-by-side";

    /** More than ten times what anything here takes. */
    static final Duration AT_MOST = Duration.ofMinutes(2);

    private final String namespace;
    private @Nullable KubernetesClient client;

    Lab(String name) {
        this.namespace = "e2e-" + name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeLocalCluster();
        client = new KubernetesClientBuilder().build();
        remove(true);
        kubernetes()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (client != null) {
            if (System.getProperty("haredis.keep") == null) {
                remove(false);
            }
            client.close();
        }
    }

    /** Skips the test without it, also where KUBECONFIG leads to another cluster, which is not ours to break. */
    public static void assumeLocalCluster() {
        assumeTrue(
                Reach.fromEnvironment() == Reach.LOCAL && isLocal(System.getenv("KUBECONFIG")),
                "needs KUBECONFIG of the local cluster: make cluster-up images install, eval \"$(make -s cluster-env)\"");
    }

    private static boolean isLocal(@Nullable String kubeconfig) {
        if (kubeconfig == null) {
            return false;
        }
        Path given = Path.of(kubeconfig);
        Path local = Path.of(Shell.cluster("kubeconfig"));
        try {
            return Files.exists(given) && Files.exists(local) && Files.isSameFile(given, local);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(boolean wait) {
        var found = kubernetes().namespaces().withName(namespace);
        found.delete();
        if (wait) {
            found.waitUntilCondition(Objects::isNull, AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    KubernetesClient kubernetes() {
        return Objects.requireNonNull(client);
    }

    String namespace() {
        return namespace;
    }

    /** Writes a HaRedisCluster of the usual image, and does not wait for it. */
    RedisCluster create(String name, Map<String, ?> spec) {
        Map<String, Object> full = new TreeMap<>(spec);
        full.putIfAbsent("image", Images.usual(Reach.LOCAL));
        kubernetes().resource(Manifest.of(namespace, name, full)).create();
        return cluster(name);
    }

    RedisCluster cluster(String name) {
        return new RedisCluster(kubernetes(), Reach.LOCAL, namespace, name);
    }

    /** Creates it and waits until nothing is left to do. */
    RedisCluster settled(String name, Map<String, ?> spec) {
        RedisCluster cluster = create(name, spec);
        cluster.awaitSettled(1, AT_MOST);
        return cluster;
    }

    Resource<GenericKubernetesResource> object(String name) {
        return kubernetes()
                .genericKubernetesResources(Manifest.API_VERSION, Manifest.KIND)
                .inNamespace(namespace)
                .withName(name);
    }

    /** By annotation; returns when it is answered, by a move or by its withdrawal. */
    void askToMove(String name, String target) {
        kubectl("annotate", "hrc/" + name, RedisCluster.SWITCHOVER + "=" + target);
        cluster(name).await(found -> !RedisCluster.isAnnotated(found, RedisCluster.SWITCHOVER), AT_MOST);
    }

    /** The Lease that says who reigns. */
    LeaseSpec masterRecord(String name) {
        return kubernetes()
                .leases()
                .inNamespace(namespace)
                .withName(name + "-master")
                .require()
                .getSpec();
    }

    /** As {@code kubectl} in this namespace prints it. */
    String kubectl(String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "kubectl";
        command[1] = "-n";
        command[2] = namespace;
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return Shell.run(command);
    }

    Pod pod(String name) {
        return kubernetes().pods().inNamespace(namespace).withName(name).require();
    }

    Pod awaitPod(String name, Predicate<@Nullable Pod> state) {
        return kubernetes()
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(state, AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Deletes it with little grace, and returns when another one of its name has an address. */
    void deletePod(String name) {
        String uid = pod(name).getMetadata().getUid();
        kubernetes()
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .withGracePeriod(1)
                .delete();
        awaitPod(
                name,
                pod -> pod != null
                        && !pod.getMetadata().getUid().equals(uid)
                        && pod.getStatus().getPodIP() != null);
    }

    void awaitNoPods() {
        Awaitility.await("no pods in " + namespace)
                .atMost(AT_MOST)
                .until(() -> podUids().isEmpty());
    }

    /** UID of every pod, by name. */
    Map<String, String> podUids() {
        Map<String, String> uids = new TreeMap<>();
        kubernetes()
                .pods()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(pod ->
                        uids.put(pod.getMetadata().getName(), pod.getMetadata().getUid()));
        return uids;
    }

    /** How often each pod's containers were started again. */
    Map<String, Integer> restarts() {
        Map<String, Integer> restarts = new TreeMap<>();
        kubernetes()
                .pods()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(pod -> restarts.put(pod.getMetadata().getName(), restarts(pod)));
        return restarts;
    }

    /** {@code kill -9} of the Redis process in a pod. Returns when it is shot, not when it is answered. */
    void killServer(String pod) {
        ContainerProcess.of(namespace, pod, "redis").kill();
    }

    /** The same, and returns when the kubelet has started the container again. */
    void killAndAwaitRestart(String pod) {
        int before = restarts(pod(pod));
        killServer(pod);
        awaitPod(pod, found -> found != null && restarts(found) > before);
    }

    /** Kills a replica's server and waits until the next one has so many keys. */
    void killAndAwaitKeys(RedisCluster cluster, String replica, int keys) {
        killAndAwaitRestart(replica);
        awaitKeys(cluster, replica, keys);
    }

    /** Waits until a server has so many keys: the status tells of a replica's short silence seconds later, or not at all. */
    void awaitKeys(RedisCluster cluster, String node, int keys) {
        Awaitility.await(node + " has the keys again")
                .atMost(AT_MOST)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(new Servers(cluster).size(node)).as(node).isEqualTo(keys));
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
    }
}
