package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PersistentVolumeClaim {@code data-NAME-0} and so on. */
public final class DataClaim {
    private DataClaim() {}

    /**
     * A new one, to be created and never applied over one that exists: its annotation says for whose uid the volume was
     * made, and an old volume that looked new could be elected empty-handed. Empty without {@code spec.storage}.
     */
    public static Optional<PersistentVolumeClaim> of(HaRedisCluster cluster, int ordinal) {
        return of(cluster, ordinal, cluster.getMetadata().getUid());
    }

    /** The same for a claim that exists, which keeps what it says of its origin: to be applied (it may grow). */
    public static Optional<PersistentVolumeClaim> of(
            HaRedisCluster cluster, int ordinal, PersistentVolumeClaim existing) {
        return of(cluster, ordinal, origin(existing).orElse(null));
    }

    /** Uid of the object for which the volume was made. */
    public static Optional<String> origin(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Labels.CLUSTER_UID));
    }

    private static Optional<PersistentVolumeClaim> of(HaRedisCluster cluster, int ordinal, @Nullable String origin) {
        Storage storage = cluster.getSpec().storage();
        if (storage == null) {
            return Optional.empty();
        }
        return Optional.of(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(Names.claim(cluster, ordinal))
                .withNamespace(cluster.getMetadata().getNamespace())
                .withLabels(Labels.ofClaim(cluster, ordinal))
                .withAnnotations(origin == null ? null : Map.of(Labels.CLUSTER_UID, origin))
                // A retained one has no owner, so that it outlives the cluster.
                .withOwnerReferences(storage.retain() ? List.of() : List.of(Owned.by(cluster)))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storage.storageClassName())
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity(storage.size())))
                .endResources()
                .endSpec()
                .build());
    }
}
