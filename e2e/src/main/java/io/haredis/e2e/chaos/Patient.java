package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import io.haredis.e2e.Settled;
import io.haredis.e2e.history.Look;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** One of the clusters that are broken, as a person with kubectl and an application see it. */
final class Patient {
    private static final String MEMBERS = "haredis.io/members";

    private final KubernetesClient kubernetes;
    private final String namespace;
    private final String name;
    private final RedisCluster cluster;

    Patient(KubernetesClient kubernetes, String namespace, String name) {
        this.kubernetes = kubernetes;
        this.namespace = namespace;
        this.name = name;
        this.cluster = new RedisCluster(kubernetes, Reach.LOCAL, namespace, name);
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    boolean isQuorum() {
        return "Quorum".equals(cluster.get().get("spec", "durability"));
    }

    RedisCluster cluster() {
        return cluster;
    }

    /** The pod that the record names. */
    String master() {
        return record().getSpec().getHolderIdentity();
    }

    /** Of the record. */
    long epoch() {
        return record().getSpec().getLeaseTransitions();
    }

    private Lease record() {
        return kubernetes
                .leases()
                .inNamespace(namespace)
                .withName(name + "-master")
                .require();
    }

    List<Pod> pods() {
        return kubernetes
                .pods()
                .inNamespace(namespace)
                .withLabel("haredis.io/cluster", name)
                .list()
                .getItems();
    }

    String nodeOf(String pod) {
        return cluster.nodeOf(pod);
    }

    /**
     * True if nothing is left to do: by the status, by the record, which counts every process, and by what each node
     * says of itself.
     */
    boolean isWell(int nodes, Function<String, @Nullable Look> lookAt, long notBefore) {
        if (!Settled.isSettled(cluster.get())) {
            return false;
        }
        Lease record = record();
        String counted = record.getMetadata().getAnnotations().getOrDefault(MEMBERS, "");
        Map<String, Look.Role> roles = new TreeMap<>();
        for (Pod pod : pods()) {
            String node = pod.getMetadata().getName();
            Look look = lookAt.apply(node);
            if (look == null
                    || look.before() < notBefore
                    || look.epoch() != record.getSpec().getLeaseTransitions()
                    || !counted.contains("\"counted\":\"" + look.server() + "\"")) {
                return false;
            }
            roles.put(node, look.role());
        }
        return roles.size() == nodes
                && roles.entrySet().stream()
                        .allMatch(node -> node.getValue()
                                == (node.getKey().equals(record.getSpec().getHolderIdentity())
                                        ? Look.Role.MASTER
                                        : Look.Role.REPLICA));
    }

    void annotate(String key, String value) {
        cluster.annotate(key, value);
    }

    boolean isAnnotated(String key) {
        return RedisCluster.isAnnotated(cluster.get(), key);
    }

    /** The pods whose containers were started again: the next start would be put off by the kubelet. */
    List<Pod> restarted() {
        String master = master();
        return pods().stream()
                .filter(pod -> !pod.getMetadata().getName().equals(master))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(container -> container.getRestartCount() > 0))
                .toList();
    }

    /** True if no pod of that UID is there, and another of its name is. */
    boolean isReplaced(Pod old) {
        return pods().stream()
                .anyMatch(pod ->
                        pod.getMetadata().getName().equals(old.getMetadata().getName())
                                && !Objects.equals(
                                        pod.getMetadata().getUid(),
                                        old.getMetadata().getUid()));
    }

    /** With an application's password, on the master and so on its replicas. */
    void flushOperatorKeys() {
        String master = master();
        Endpoint pod = cluster.pods().stream()
                .filter(endpoint -> endpoint.name().equals(master))
                .findFirst()
                .orElseThrow();
        try (Jedis jedis = Wire.connect(pod, cluster.password())) {
            Wire.ask(jedis, List.of(Identity.TO_OWN, List.of("FLUSHDB"))).forEach(Patient::mustBeDone);
        }
    }

    /** Throws what a server refused. */
    static void mustBeDone(@Nullable Object reply) {
        if (reply instanceof JedisDataException refused) {
            throw refused;
        }
    }

    Endpoint masterService() {
        return cluster.masterService();
    }
}
