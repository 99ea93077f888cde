package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.inventory.Policies;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.kube.Versions;
import io.haredis.operator.resources.DisruptionBudget;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many pods a drain must leave: all of them, or all but one while any one can be missed. It is counted here, since what
 * may be unavailable Kubernetes counts from {@code spec.replicas}, and lets two or three go at once while five nodes become three.
 */
final class BudgetKeeper {
    private final KubernetesClient client;
    private final Inventory inventory;
    private final Applier applier;
    private final DataHolders holders;

    BudgetKeeper(KubernetesClient client, Inventory inventory, Applier applier, DataHolders holders) {
        this.client = client;
        this.inventory = inventory;
        this.applier = applier;
        this.holders = holders;
    }

    /** True if it should be looked at again soon: drains wait. */
    boolean keep(HaRedisCluster cluster, ClusterRef ref, Obstructions found) {
        if (!cluster.getSpec().podDisruptionBudget().enabled()) {
            return false;
        }
        Optional<Boolean> mayDrain = holders.canDoWithoutAnyOne(ref);
        found.attempt(() -> {
            PodDisruptionBudget existing = client.policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(ref.namespace())
                    .withName(ref.name())
                    .get();
            if (existing != null) {
                Ownership.check(ref, existing);
            }
            int needed = minAvailable(nodes(cluster, ref).size(), mayDrain, existing);
            PodDisruptionBudget now = existing == null ? null : withoutMaxUnavailable(existing, needed);
            applier.apply(DisruptionBudget.of(cluster, needed), now);
        });
        return !mayDrain.orElse(false);
    }

    /** While nobody can say it stays as it is, if it is for so many nodes; else it is closed. */
    static int minAvailable(int nodes, Optional<Boolean> mayDrain, @Nullable PodDisruptionBudget existing) {
        int open = nodes - 1;
        boolean isOpen = existing != null
                && existing.getSpec().getMinAvailable() != null
                && Integer.valueOf(open)
                        .equals(existing.getSpec().getMinAvailable().getIntVal());
        return mayDrain.orElse(isOpen) ? open : nodes;
    }

    /** All that are, are to come, or vote. A pod that is being deleted is healthy to nobody. */
    private Set<String> nodes(HaRedisCluster cluster, ClusterRef ref) {
        Set<String> nodes = inventory.nodes(ref);
        nodes.addAll(Policies.names(cluster, () -> nodes));
        inventory.allPods(ref).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .forEach(pod -> nodes.add(pod.getMetadata().getName()));
        return nodes;
    }

    /**
     * Earlier versions set {@code maxUnavailable}, and the API refuses both at once. An apply takes away only what this
     * operator alone applied, not what a backup restored or a person set: hence both in one patch.
     */
    private PodDisruptionBudget withoutMaxUnavailable(PodDisruptionBudget existing, int minAvailable) {
        if (existing.getSpec().getMaxUnavailable() == null) {
            return existing;
        }
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(Ownership.MANAGER)
                .build();
        String patch = "{\"metadata\":{\"resourceVersion\":\"" + Versions.version(existing)
                + "\"},\"spec\":{\"maxUnavailable\":null,\"minAvailable\":" + minAvailable + "}}";
        return client.resource(existing).patch(context, patch);
    }
}
