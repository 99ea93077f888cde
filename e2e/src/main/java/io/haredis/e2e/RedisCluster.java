package io.haredis.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@code HaRedisCluster} as a user sees it. Not thread-safe. */
public final class RedisCluster implements AutoCloseable {
    /** Annotation: moves the mastership once, to the node of this name or to any other. */
    public static final String SWITCHOVER = "haredis.io/switchover";

    private static final int PORT = 6379;

    private final KubernetesClient kubernetes;
    private final Reach reach;
    private final String namespace;
    private final String name;
    private final List<LocalPortForward> forwards = new ArrayList<>();

    public RedisCluster(KubernetesClient kubernetes, Reach reach, String namespace, String name) {
        this.kubernetes = kubernetes;
        this.reach = reach;
        this.namespace = namespace;
        this.name = name;
    }

    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    /** The object as it is now. */
    public GenericKubernetesResource get() {
        GenericKubernetesResource found = resource().get();
        if (found == null) {
            throw new IllegalStateException("no HaRedisCluster " + namespace + "/" + name);
        }
        return found;
    }

    /** Waits for a state of the object, told by a watch; throws if it does not come in time, and prints the one it has. */
    public GenericKubernetesResource await(Predicate<GenericKubernetesResource> state, Duration atMost) {
        try {
            return resource()
                    .waitUntilCondition(
                            found -> found != null && state.test(found), atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KubernetesClientTimeoutException e) {
            GenericKubernetesResource last = resource().get();
            System.out.println(namespace + "/" + name + " is "
                    + (last == null ? "gone" : last.getMetadata() + ", " + last.get("status")));
            throw e;
        }
    }

    /** Waits until nothing is left to do in this epoch or a later one. */
    public GenericKubernetesResource awaitSettled(long epoch, Duration atMost) {
        return await(found -> Settled.isSettled(found, epoch), atMost);
    }

    /** The same, and until the change of master that began this epoch or a later one is reported. */
    public GenericKubernetesResource awaitChanged(long epoch, Duration atMost) {
        return await(
                found -> Settled.isSettled(found, epoch) && number(found, "lastFailover", "epoch") >= epoch, atMost);
    }

    /** Asks for something by an annotation, as with {@code kubectl annotate}. */
    public void annotate(String key, String value) {
        resource().edit(found -> {
            Map<String, String> annotations =
                    new TreeMap<>(Objects.requireNonNullElse(found.getMetadata().getAnnotations(), Map.of()));
            annotations.put(key, value);
            found.getMetadata().setAnnotations(annotations);
            return found;
        });
    }

    /** Changes these fields of the specification, as with {@code kubectl edit}. */
    public void configure(Map<String, ?> fields) {
        resource().edit(found -> {
            Map<String, Object> before = Objects.requireNonNull(found.get("spec"));
            Map<String, Object> spec = new TreeMap<>(before);
            spec.putAll(fields);
            found.setAdditionalProperty("spec", spec);
            return found;
        });
    }

    /** True if the object has this annotation, of whatever value. */
    public static boolean isAnnotated(GenericKubernetesResource cluster, String key) {
        Map<String, String> annotations = cluster.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(key);
    }

    /** A field of the status, null when absent. */
    public static @Nullable Object status(GenericKubernetesResource cluster, String... path) {
        Object[] full = new Object[path.length + 1];
        full[0] = "status";
        System.arraycopy(path, 0, full, 1, path.length);
        return cluster.get(full);
    }

    /** A number of the status; 0 when absent. */
    public static long number(GenericKubernetesResource cluster, String... path) {
        return status(cluster, path) instanceof Number number ? number.longValue() : 0;
    }

    /** The application's password, or null when none is asked for. */
    public @Nullable String password() {
        if (Boolean.FALSE.equals(get().get("spec", "auth", "enabled"))) {
            return null;
        }
        String secret = get().get("spec", "auth", "secretName") instanceof String given ? given : name + "-auth";
        return value(secret, "password");
    }

    /** The password of the operator's own user, which may change settings. */
    public String operatorPassword() {
        return value(name + "-operator", "operator-password");
    }

    private String value(String secret, String key) {
        String encoded = kubernetes
                .secrets()
                .inNamespace(namespace)
                .withName(secret)
                .require()
                .getData()
                .get(key);
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
    }

    /** Every pod of the cluster, sorted by name. */
    public List<Endpoint> pods() {
        return kubernetes.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getKind().equals(Manifest.KIND)
                                && owner.getName().equals(name)))
                .map(this::endpoint)
                .toList();
    }

    /** The master Service by its address; reached directly, so only in a local cluster. */
    public Endpoint masterService() {
        String address = kubernetes
                .services()
                .inNamespace(namespace)
                .withName(name + "-master")
                .require()
                .getSpec()
                .getClusterIP();
        return new Endpoint(name + "-master", address, PORT);
    }

    /** The Kubernetes node that a pod is on. */
    public String nodeOf(String pod) {
        return kubernetes
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .require()
                .getSpec()
                .getNodeName();
    }

    private Endpoint endpoint(Pod pod) {
        String podName = pod.getMetadata().getName();
        if (reach == Reach.LOCAL) {
            return new Endpoint(podName, pod.getStatus().getPodIP(), PORT);
        }
        LocalPortForward forward =
                kubernetes.pods().inNamespace(namespace).withName(podName).portForward(PORT);
        forwards.add(forward);
        return new Endpoint(podName, "127.0.0.1", forward.getLocalPort());
    }

    private Resource<GenericKubernetesResource> resource() {
        return kubernetes
                .genericKubernetesResources(Manifest.API_VERSION, Manifest.KIND)
                .inNamespace(namespace)
                .withName(name);
    }

    @Override
    public void close() {
        for (LocalPortForward forward : forwards) {
            try {
                forward.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
