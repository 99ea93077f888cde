package io.haredis.operator.reconcile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.kube.Versions;
import io.haredis.operator.resources.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects as they should be, by server-side apply, and leaves alone what nobody touched since. Thread-safe.
 *
 * <p>What it applied is remembered only to spare the API the same call; after a restart everything is applied once more,
 * which changes nothing.
 */
final class Applier {
    private final KubernetesClient client;
    private final Inventory inventory;
    private final Map<String, Applied> applied = new ConcurrentHashMap<>();

    private record Applied(int wanted, String version) {}

    Applier(KubernetesClient client, Inventory inventory) {
        this.client = client;
        this.inventory = inventory;
    }

    /** Applies the object, unless it is already so. Never over an object that is another's. */
    void apply(ClusterRef cluster, HasMetadata wanted) throws Obstruction {
        HasMetadata existing = existing(wanted);
        if (existing != null) {
            Ownership.check(cluster, existing);
        }
        apply(wanted, existing);
    }

    /** True if there is such an object and it is the cluster's, whether as wanted or not. */
    boolean isThere(ClusterRef cluster, HasMetadata wanted) {
        HasMetadata existing = existing(wanted);
        return existing != null && cluster.owns(existing);
    }

    private @Nullable HasMetadata existing(HasMetadata wanted) {
        Optional<? extends HasMetadata> watched = inventory.watched(wanted);
        return watched.isPresent() ? watched.get() : client.resource(wanted).get();
    }

    /** Applies over this state of the object, whose ownership the caller has checked. */
    void apply(HasMetadata wanted, @Nullable HasMetadata existing) throws Obstruction {
        apply(wanted, existing, false);
    }

    private void apply(HasMetadata wanted, @Nullable HasMetadata existing, boolean exactly) throws Obstruction {
        String key = key(wanted);
        int hash = client.getKubernetesSerialization().asJson(wanted).hashCode();
        if (existing != null && new Applied(hash, Versions.version(existing)).equals(applied.get(key))) {
            return;
        }
        if (existing != null
                && isAdoption(wanted, existing)
                && !isAlive(owners(wanted).getFirst(), wanted)) {
            return;
        }
        if (existing != null && exactly) {
            // The version is no hindrance where the object is gone; the uid is.
            wanted.getMetadata().setResourceVersion(Versions.version(existing));
            wanted.getMetadata().setUid(existing.getMetadata().getUid());
        }
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Ownership.MANAGER)
                .withForce(true)
                .build();
        try {
            HasMetadata stored = client.resource(wanted).patch(context, wanted);
            applied.put(key, new Applied(hash, Versions.version(stored)));
        } catch (KubernetesClientException failure) {
            throw refused(wanted, failure).orElseThrow(() -> failure);
        }
    }

    /** Applies over exactly this state of the object: not if somebody changed or deleted it since. */
    void applyOver(HasMetadata wanted, HasMetadata existing) throws Obstruction {
        try {
            apply(wanted, existing, true);
        } catch (KubernetesClientException failure) {
            ignoreChanged(failure);
        }
    }

    /** Creates the object; false if there was one already, whose ownership the caller checks. */
    boolean create(HasMetadata wanted) throws Obstruction {
        return conflict(wanted).isEmpty();
    }

    /**
     * The same for what is found by its label: if there was one already it is the cluster's, made by another operator or a
     * moment ago. What another made is never used because it bears the name.
     */
    boolean create(ClusterRef cluster, HasMetadata wanted) throws Obstruction {
        Optional<KubernetesClientException> conflict = conflict(wanted);
        if (conflict.isEmpty()) {
            return true;
        }
        HasMetadata existing = client.resource(wanted).get();
        if (existing == null) {
            throw conflict.get(); // it is gone again, or the conflict is another one, such as a quota's
        }
        Ownership.check(cluster, existing);
        return false;
    }

    private Optional<KubernetesClientException> conflict(HasMetadata created) throws Obstruction {
        try {
            client.resource(created).create();
            return Optional.empty();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == ApiErrors.CONFLICT) {
                return Optional.of(failure);
            }
            throw refused(created, failure).orElseThrow(() -> failure);
        }
    }

    /** What the API server will refuse again tomorrow is the specification's fault: the sentence says which field. */
    private static Optional<Obstruction> refused(HasMetadata wanted, KubernetesClientException failure) {
        boolean invalid = failure.getCode() == 422 || failure.getCode() == 400 || failure.getCode() == 403;
        return invalid
                ? Optional.of(new Obstruction(
                        wanted.getKind() + "Refused",
                        "Kubernetes refuses " + wanted.getKind() + " "
                                + wanted.getMetadata().getName() + ": " + ApiErrors.sentence(failure)
                                + ". Correct the field in the HaRedisCluster, or the policy that forbids it."))
                : Optional.empty();
    }

    /** Makes the cluster own an object that nobody owns. */
    void adopt(ClusterRef cluster, HasMetadata orphan) {
        OwnerReference owner = cluster.ownerReference();
        if (cluster.owns(orphan) || !isAlive(owner, orphan)) {
            return;
        }
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.getApiVersion())
                .put("kind", owner.getKind())
                .put("name", owner.getName())
                .put("uid", owner.getUid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        patch(orphan, metadata);
    }

    private static boolean isAdoption(HasMetadata wanted, HasMetadata existing) {
        return !owners(wanted).isEmpty()
                && !owners(existing).contains(owners(wanted).getFirst());
    }

    private static List<OwnerReference> owners(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getOwnerReferences(), List.of());
    }

    /**
     * Asked of the API itself: what is orphaned by the deletion of the cluster object, and adopted by it once more, would be
     * collected with it, volumes too.
     */
    private boolean isAlive(OwnerReference owner, HasMetadata owned) {
        HaRedisCluster object = client.resources(HaRedisCluster.class)
                .inNamespace(owned.getMetadata().getNamespace())
                .withName(owner.getName())
                .get();
        return object != null
                && owner.getUid().equals(object.getMetadata().getUid())
                && object.getMetadata().getDeletionTimestamp() == null;
    }

    /** Makes nobody own the object, nor any tool believe that it does: it is to outlive the cluster. */
    void disown(HasMetadata owned) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.putArray("ownerReferences");
        metadata.putObject("labels").putNull(Labels.INSTANCE);
        patch(owned, metadata);
    }

    private void patch(HasMetadata object, ObjectNode metadata) {
        metadata.put("uid", object.getMetadata().getUid());
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(Ownership.MANAGER)
                .build();
        try {
            client.resource(object)
                    .patch(
                            context,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .set("metadata", metadata)
                                    .toString());
        } catch (KubernetesClientException failure) {
            ignoreChanged(failure);
        }
    }

    /** Deletes exactly this object; false if somebody touched it since. */
    boolean delete(HasMetadata existing) {
        try {
            client.resource(existing)
                    .lockResourceVersion(Versions.version(existing))
                    .delete();
            return true;
        } catch (KubernetesClientException failure) {
            ignoreChanged(failure);
            return false;
        }
    }

    /** Somebody was faster: the next pass sees what they did. */
    private static void ignoreChanged(KubernetesClientException failure) {
        if (failure.getCode() != ApiErrors.CONFLICT && failure.getCode() != ApiErrors.NOT_FOUND) {
            throw failure;
        }
    }

    /** The cluster is gone. */
    void forget(ClusterRef cluster) {
        applied.keySet().removeIf(key -> key.startsWith(cluster.namespace() + "/" + cluster.name() + "/"));
    }

    private static String key(HasMetadata object) {
        var labels = object.getMetadata().getLabels();
        String cluster = labels == null ? "" : labels.get(Labels.CLUSTER);
        return object.getMetadata().getNamespace() + "/" + cluster + "/" + object.getKind() + "/"
                + object.getMetadata().getName();
    }
}
