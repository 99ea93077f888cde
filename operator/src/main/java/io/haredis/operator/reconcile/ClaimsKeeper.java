package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.resources.DataClaim;
import io.haredis.operator.resources.Labels;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes' volumes: made, enlarged, and let go where they are to outlive the cluster. */
final class ClaimsKeeper {
    private static final String STORAGE = "storage";

    private final Applier applier;

    ClaimsKeeper(Applier applier) {
        this.applier = applier;
    }

    /**
     * Lets go of all volumes that are to be retained, those of nodes that leave too. Waits for nothing: whoever asked for
     * it may delete the cluster next, and the more so if something of it cannot be.
     */
    void release(HaRedisCluster cluster, ClusterRef ref, Held held, Obstructions found) {
        var storage = cluster.getSpec().storage();
        if (storage == null || !storage.retain()) {
            return;
        }
        held.claims().stream()
                .filter(claim -> ref.owns(claim) || isTracked(ref, claim))
                .forEach(claim -> found.attempt(() -> applier.disown(claim)));
    }

    /** Let go by an earlier version of the operator, which left the label that invites others to prune it. */
    private static boolean isTracked(ClusterRef ref, PersistentVolumeClaim claim) {
        return ref.strangerOf(claim).isEmpty()
                && DataClaim.origin(claim).isPresent()
                && ref.name().equals(claim.getMetadata().getLabels().get(Labels.INSTANCE));
    }

    /**
     * The volume of one node.
     *
     * @param found where it is noted that it may not be changed: it is there all the same, and its pod can use it
     * @return true if it was made just now
     */
    boolean keep(
            HaRedisCluster cluster,
            ClusterRef ref,
            int ordinal,
            @Nullable PersistentVolumeClaim existing,
            Obstructions found)
            throws Obstruction {
        if (existing == null) {
            Optional<PersistentVolumeClaim> wanted = DataClaim.of(cluster, ordinal);
            return wanted.isPresent() && applier.create(ref, wanted.get());
        }
        Ownership.check(ref, existing);
        if (existing.getMetadata().getDeletionTimestamp() != null) {
            throw new Obstruction(
                    "VolumeLeaving",
                    "PersistentVolumeClaim " + existing.getMetadata().getName()
                            + " is being deleted: waiting until it is gone. It is when no pod uses it any more.");
        }
        Optional<PersistentVolumeClaim> wanted = DataClaim.of(cluster, ordinal, existing);
        if (wanted.isPresent()) {
            found.attempt(() -> applier.apply(notSmaller(wanted.get(), existing), existing));
        }
        return false;
    }

    /** A volume cannot shrink: what somebody enlarged by hand stays as large. */
    private static PersistentVolumeClaim notSmaller(PersistentVolumeClaim wanted, PersistentVolumeClaim existing) {
        Quantity asked = size(wanted);
        Quantity has = size(existing);
        if (asked == null || has == null || has.getNumericalAmount().compareTo(asked.getNumericalAmount()) <= 0) {
            return wanted;
        }
        return new PersistentVolumeClaimBuilder(wanted)
                .editSpec()
                .editResources()
                .addToRequests(STORAGE, has)
                .endResources()
                .endSpec()
                .build();
    }

    private static @Nullable Quantity size(PersistentVolumeClaim claim) {
        var resources = claim.getSpec().getResources();
        return resources == null || resources.getRequests() == null
                ? null
                : resources.getRequests().get(STORAGE);
    }
}
