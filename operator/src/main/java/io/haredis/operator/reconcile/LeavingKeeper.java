package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.lease.LeaseRecordStore;
import io.haredis.operator.resources.Names;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that are to leave and that the record still lists: beyond {@code spec.replicas}, and yet they vote. The failover
 * loop lets go only who answers, or has no pod. So one rule decides of their pods, by whether enough of those who stay hold
 * all that such a node can hold: until they do it is kept like any other, since an election may wait for it; once they do, a
 * pod whose server does not run is removed. Its volume goes only when the record lists the node no more.
 */
final class LeavingKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeavingKeeper.class);

    private final KubernetesClient client;
    private final Inventory inventory;
    private final Applier applier;
    private final NodesKeeper nodes;
    private final BiFunction<ClusterRef, String, Optional<Boolean>> canLetGo;

    /** What is to become of a pod. */
    enum Fate {
        /** Made again if it is gone or over, as one of a node that stays. */
        KEPT,
        REMOVED,
        /** The failover loop lets its node go, or nobody knows what is right. */
        LEFT_ALONE
    }

    /**
     * Leaving nodes of any cluster.
     *
     * @param nodes keeps those that may be needed
     * @param canLetGo whether enough of the others are seen to hold all that this node can hold; empty if nobody can say
     */
    LeavingKeeper(
            KubernetesClient client,
            Inventory inventory,
            Applier applier,
            NodesKeeper nodes,
            BiFunction<ClusterRef, String, Optional<Boolean>> canLetGo) {
        this.client = client;
        this.inventory = inventory;
        this.applier = applier;
        this.nodes = nodes;
        this.canLetGo = canLetGo;
    }

    /**
     * Keeps or removes their pods.
     *
     * @param mayRemove false if what is wanted is not certain
     * @return true if some node is still to leave
     */
    boolean keep(HaRedisCluster cluster, ClusterRef ref, Held held, boolean mayRemove, Obstructions found) {
        Set<String> watched =
                inventory.record(ref).map(LeaseRecordStore::members).orElse(Set.of());
        if (leaving(cluster, watched).isEmpty()) {
            return false;
        }
        List<Integer> leaving;
        try {
            // Read now: a node that the record lists no more must not be made again.
            leaving = leaving(cluster, members(ref));
        } catch (StoreException unknown) {
            LOG.warn("Cluster {}: nodes that are to leave are left alone: {}", ref, unknown.getMessage());
            return true;
        }
        for (int ordinal : leaving) {
            String name = Names.pod(cluster, ordinal);
            Pod pod = pod(ref, held.pods(), name);
            switch (fate(pod, canLetGo.apply(ref, name))) {
                case KEPT -> nodes.keep(cluster, ref, ordinal, held, found);
                case REMOVED -> {
                    if (mayRemove) {
                        remove(ref, name, pod);
                    }
                }
                case LEFT_ALONE -> {}
            }
        }
        return !leaving.isEmpty();
    }

    /**
     * The rule. Only a pod that Kubernetes last saw without a running server is removed, in exactly that state and never by
     * force: on a node that is cut off it stays until the kubelet or a person says that its process has ended.
     */
    static Fate fate(@Nullable Pod pod, Optional<Boolean> canLetGo) {
        if (canLetGo.isEmpty()) {
            return Fate.LEFT_ALONE;
        }
        if (!canLetGo.get()) {
            return Fate.KEPT;
        }
        boolean mute = pod != null && pod.getMetadata().getDeletionTimestamp() == null && !Stuck.mayRun(pod);
        return mute ? Fate.REMOVED : Fate.LEFT_ALONE;
    }

    private void remove(ClusterRef ref, String name, @Nullable Pod pod) {
        if (pod != null) {
            LOG.info("Cluster {}: pod {} is to leave and does not run: removed, the others hold its data", ref, name);
            applier.delete(pod);
        }
    }

    private static @Nullable Pod pod(ClusterRef ref, Collection<Pod> pods, String name) {
        return pods.stream()
                .filter(pod -> name.equals(pod.getMetadata().getName()))
                .filter(pod -> ref.strangerOf(pod).isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static List<Integer> leaving(HaRedisCluster cluster, Set<String> members) {
        return members.stream()
                .map(member -> Names.ordinal(cluster, member))
                .filter(ordinal -> ordinal >= cluster.getSpec().replicas())
                .sorted()
                .toList();
    }

    private Set<String> members(ClusterRef ref) throws StoreException {
        return new LeaseRecordStore(client, ref, Optional::empty, InstantSource.system())
                .read()
                .map(Versioned::record)
                .map(record -> record.members().keySet())
                .orElse(Set.of());
    }
}
