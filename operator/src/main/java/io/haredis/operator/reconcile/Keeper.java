package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.inventory.Policies;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.report.Configuration;
import io.haredis.operator.resources.Labels;
import io.haredis.operator.resources.Names;
import io.haredis.operator.resources.Resources;
import io.haredis.operator.resources.ServerConfig;
import io.haredis.operator.resources.SpecReview;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over one cluster's objects. Says the first thing that cannot be, and does what need not wait for it. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final KubernetesClient client;
    private final Inventory inventory;
    private final Configuration configuration;
    private final Applier applier;
    private final SecretsKeeper secrets;
    private final ClaimsKeeper claims;
    private final NodesKeeper nodes;
    private final LeavingKeeper leaving;
    private final SurplusKeeper surplus;
    private final BudgetKeeper budget;

    Keeper(KubernetesClient client, Inventory inventory, Configuration configuration, DataHolders holders) {
        this.client = client;
        this.configuration = configuration;
        this.inventory = inventory;
        this.applier = new Applier(client, inventory);
        this.secrets = new SecretsKeeper(client, inventory, applier);
        this.claims = new ClaimsKeeper(applier);
        this.nodes = new NodesKeeper(client, applier, claims, new LostVolumes(client, applier, holders::canDoWithout));
        this.leaving = new LeavingKeeper(client, inventory, applier, nodes, holders::canLetGo);
        this.budget = new BudgetKeeper(client, inventory, applier, holders);
        this.surplus = new SurplusKeeper(client, applier);
    }

    /** True if it should look again soon. */
    boolean keep(HaRedisCluster cluster) {
        ClusterRef ref = ClusterRef.of(cluster);
        SpecReview review = SpecReview.of(cluster.getSpec());
        if (!review.accepted()) {
            // Said first, so that nothing which fails behind it takes its place.
            configuration.rejected(cluster, "InvalidSpec", String.join(". ", review.refused()) + ".");
            return keepAsConfigured(cluster, ref);
        }
        try {
            boolean unsettled = keep(cluster, ref, true);
            accept(cluster, review, nodes.outdated(cluster, inventory.allPods(ref)));
            return unsettled;
        } catch (Obstruction obstruction) {
            configuration.rejected(cluster, obstruction.reason(), obstruction.sentence());
            return true;
        }
    }

    /**
     * A refused configuration is no reason to lose the nodes that run: they are kept with the one that they have. None is
     * removed: whoever wrote what is refused may have meant something else.
     */
    private boolean keepAsConfigured(HaRedisCluster cluster, ClusterRef ref) {
        try {
            Optional<HaRedisCluster> configured = asConfigured(cluster, ref);
            return configured.isPresent() && keep(configured.get(), ref, false);
        } catch (Obstruction afterwards) {
            return true; // said once the specification is one that can be carried out
        } catch (KubernetesClientException failure) {
            LOG.warn("Cluster {}: its objects wait: {}", ref, ApiErrors.sentence(failure));
            return true;
        }
    }

    private Optional<HaRedisCluster> asConfigured(HaRedisCluster cluster, ClusterRef ref) {
        ConfigMap map = client.configMaps()
                .inNamespace(ref.namespace())
                .withName(Names.config(cluster))
                .get();
        Map<String, String> config = map == null || !ref.owns(map) ? Map.of() : ServerConfig.config(map);
        HaRedisCluster configured = new HaRedisCluster();
        configured.setMetadata(cluster.getMetadata());
        configured.setSpec(cluster.getSpec().withConfig(config).withReplicas(nodes(cluster, ref)));
        return config.isEmpty() || !SpecReview.of(configured.getSpec()).accepted()
                ? Optional.empty()
                : Optional.of(configured);
    }

    /** How many nodes there should be, from the first on. */
    private int nodes(HaRedisCluster cluster, ClusterRef ref) {
        List<String> names = Policies.names(cluster, () -> inventory.nodes(ref));
        return (int) IntStream.range(0, names.size())
                .takeWhile(ordinal -> names.get(ordinal).equals(Names.pod(cluster, ordinal)))
                .count();
    }

    private void accept(HaRedisCluster cluster, SpecReview review, List<String> outdated) {
        if (!outdated.isEmpty()) {
            configuration.acceptedWithWarning(
                    cluster,
                    "PodsOutdated",
                    String.join(", ", outdated) + " would be made otherwise now (a changed specification, or another"
                            + " version of the operator). Nothing restarts them: delete these pods one at a time, the"
                            + " master's last, each once all are in sync.");
        } else if (!review.advised().isEmpty()) {
            configuration.acceptedWithWarning(cluster, "Advice", String.join(". ", review.advised()) + ".");
        } else {
            configuration.accepted(cluster);
        }
    }

    private boolean keep(HaRedisCluster cluster, ClusterRef ref, boolean mayRemove) throws Obstruction {
        Obstructions found = new Obstructions();
        // First, and by itself: the application's Secret may be missing for long.
        found.attempt(() -> secrets.bringBack(cluster, ref));
        found.attempt(() -> secrets.own(cluster, ref, secrets.application(cluster, ref)));
        for (HasMetadata object : Resources.of(cluster)) {
            found.attempt(() -> applier.apply(ref, object));
        }
        boolean unsettled = budget.keep(cluster, ref, found);
        found.attempt(() -> removeSwitchedOff(cluster, ref));
        boolean podsToo = found.attempt(() -> adoptRecord(ref)) && (found.isEmpty() || canRemakePods(cluster, ref));
        Held held = held(cluster, ref);
        claims.release(cluster, ref, held, found);
        if (podsToo) {
            unsettled |= nodes.keep(cluster, ref, held, found);
            unsettled |= leaving.keep(cluster, ref, held, mayRemove, found);
            unsettled |= mayRemove && surplus.keep(cluster, ref, held);
        }
        found.throwFirst();
        return unsettled;
    }

    /**
     * Whether a node that dies meanwhile can come back, although something cannot be: if what its pod mounts is there. A
     * cluster that never had a master waits instead, for its Services and its policy too.
     */
    private boolean canRemakePods(HaRedisCluster cluster, ClusterRef ref) {
        return inventory.record(ref).isPresent()
                && secrets.isThere(ref)
                && applier.isThere(ref, ServerConfig.of(cluster));
    }

    private Held held(HaRedisCluster cluster, ClusterRef ref) {
        List<PersistentVolumeClaim> claims = cluster.getSpec().storage() == null
                ? List.of()
                : client.persistentVolumeClaims()
                        .inNamespace(ref.namespace())
                        .withLabel(Labels.CLUSTER, ref.name())
                        .list()
                        .getItems();
        return new Held(inventory.allPods(ref), claims);
    }

    private void removeSwitchedOff(HaRedisCluster cluster, ClusterRef ref) {
        if (!cluster.getSpec().podDisruptionBudget().enabled()) {
            PodDisruptionBudget budget = client.policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(ref.namespace())
                    .withName(ref.name())
                    .get();
            removeOwn(ref, budget);
        }
        if (!cluster.getSpec().networkPolicy().enabled()) {
            NetworkPolicy policy = client.network()
                    .v1()
                    .networkPolicies()
                    .inNamespace(ref.namespace())
                    .withName(ref.name())
                    .get();
            removeOwn(ref, policy);
        }
    }

    private void removeOwn(ClusterRef ref, @Nullable HasMetadata object) {
        if (object != null && ref.owns(object)) {
            applier.delete(object);
        }
    }

    /** A record that nobody owns is that of a cluster deleted with its objects kept: ours again. */
    private void adoptRecord(ClusterRef ref) throws Obstruction {
        Optional<Lease> record = inventory.record(ref);
        if (record.isPresent()) {
            Ownership.check(ref, record.get());
            applier.adopt(ref, record.get());
        }
    }

    /** Another process leads now, and may change what is remembered here. */
    void standDown() {
        secrets.forgetAll();
    }

    /** The cluster is gone. */
    void forget(ClusterRef ref) {
        applier.forget(ref);
        secrets.forget(ref);
    }
}
