package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.inventory.PodViews;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.lease.LeaseRecordStore;
import io.haredis.operator.resources.Labels;
import io.haredis.operator.resources.Names;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes beyond {@code spec.replicas}: removed only once the master record, read now, no longer lists them. The failover
 * loop takes them out of it, the mastership first.
 */
final class SurplusKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SurplusKeeper.class);

    private final KubernetesClient client;
    private final Applier applier;

    SurplusKeeper(KubernetesClient client, Applier applier) {
        this.client = client;
        this.applier = applier;
    }

    /** True if something is still to go. */
    boolean keep(HaRedisCluster cluster, ClusterRef ref, Held held) {
        Collection<Pod> pods = held.pods();
        List<Pod> surplus = pods.stream()
                .filter(pod -> isSurplus(cluster, pod.getMetadata().getName()))
                .filter(pod -> ref.strangerOf(pod).isEmpty())
                .toList();
        List<PersistentVolumeClaim> claims = surplusClaims(cluster, ref, held);
        if (surplus.isEmpty() && claims.isEmpty()) {
            return false;
        }
        Optional<MasterRecord> record;
        try {
            record = record(ref);
        } catch (StoreException unknown) {
            LOG.warn("Cluster {}: nothing is removed: {}", ref, unknown.getMessage());
            return true;
        }
        for (Pod pod : surplus) {
            if (isFree(record, pod, ref) && pod.getMetadata().getDeletionTimestamp() == null) {
                LOG.info("Cluster {}: pod {} is removed", ref, pod.getMetadata().getName());
                applier.delete(pod);
            }
        }
        removeClaims(claims, pods, record);
        return true;
    }

    private static boolean isSurplus(HaRedisCluster cluster, String pod) {
        return Names.ordinal(cluster, pod) >= cluster.getSpec().replicas();
    }

    private static boolean isFree(Optional<MasterRecord> record, Pod pod, ClusterRef ref) {
        String name = pod.getMetadata().getName();
        return record.map(r -> !isListed(r, name))
                .orElseGet(() -> PodViews.of(pod, ref.uid()).unborn());
    }

    private static boolean isListed(MasterRecord record, String name) {
        return record.members().containsKey(name) || record.holder().equals(name);
    }

    private Optional<MasterRecord> record(ClusterRef ref) throws StoreException {
        return new LeaseRecordStore(client, ref, Optional::empty, InstantSource.system())
                .read()
                .map(Versioned::record);
    }

    /** Volumes that are to go with their nodes; retained ones have no owner. */
    private static List<PersistentVolumeClaim> surplusClaims(HaRedisCluster cluster, ClusterRef ref, Held held) {
        var storage = cluster.getSpec().storage();
        if (storage == null || storage.retain()) {
            return List.of();
        }
        return held.claims().stream()
                .filter(ref::owns)
                .filter(claim -> isSurplus(cluster, node(claim)))
                .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private void removeClaims(List<PersistentVolumeClaim> claims, Collection<Pod> pods, Optional<MasterRecord> record) {
        Set<String> used = pods.stream().map(p -> p.getMetadata().getName()).collect(Collectors.toSet());
        for (PersistentVolumeClaim claim : claims) {
            String node = node(claim);
            boolean free = record.isPresent() && !isListed(record.get(), node) && !used.contains(node);
            if (free) {
                LOG.info(
                        "Volume {} of a removed node is deleted",
                        claim.getMetadata().getName());
                applier.delete(claim);
            }
        }
    }

    private static String node(HasMetadata claim) {
        return claim.getMetadata().getLabels().getOrDefault(Labels.NODE, "");
    }
}
