package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A volume that lies on a Kubernetes node which is no more: no pod can ever use it again. Given up, so that its node joins
 * anew with an empty one, if the others hold all that it can hold. What {@code storage.retain} protects is a person's to
 * give up.
 */
final class LostVolumes {
    private static final Logger LOG = LoggerFactory.getLogger(LostVolumes.class);
    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String NAME = "metadata.name";
    /** The API refuses a question for a longer value; a node's name can be longer. */
    private static final int LONGEST_LABEL = 63;

    private final KubernetesClient client;
    private final Applier applier;
    private final BiPredicate<ClusterRef, String> redundancy;

    /**
     * Volumes of any cluster.
     *
     * @param redundancy whether enough others are seen to hold all that this pod's volume can hold
     */
    LostVolumes(KubernetesClient client, Applier applier, BiPredicate<ClusterRef, String> redundancy) {
        this.client = client;
        this.applier = applier;
        this.redundancy = redundancy;
    }

    /** Gives up the volume of a pod that finds no place, if it is such a one; says so either way. */
    void replace(HaRedisCluster cluster, ClusterRef ref, Pod pod, PersistentVolumeClaim claim) throws Obstruction {
        Optional<String> place = goneNode(claim);
        if (place.isEmpty()) {
            return;
        }
        String name = claim.getMetadata().getName();
        String what =
                "PersistentVolumeClaim " + name + " lies on the Kubernetes node " + place.get() + ", which is gone";
        var storage = cluster.getSpec().storage();
        if (storage == null || storage.retain()) {
            throw new Obstruction(
                    "VolumeLost",
                    what + ", and storage.retain keeps it. Bring that node back, or delete the claim and the pod "
                            + pod.getMetadata().getName() + " to have it join anew with an empty volume.");
        }
        if (!redundancy.test(ref, pod.getMetadata().getName())) {
            throw new Obstruction(
                    "VolumeLost",
                    what
                            + ". It is kept until a master reigns and a majority is in sync without it. If the others' are lost"
                            + " as well, delete the claim and the pod "
                            + pod.getMetadata().getName() + " to have it join anew with an empty volume.");
        }
        LOG.warn("Cluster {}: {}: given up", ref, what);
        applier.delete(claim);
        applier.delete(pod);
        throw new Obstruction(
                "VolumeLost",
                what + ". The others hold all that it can hold: "
                        + pod.getMetadata().getName() + " joins anew with an empty volume.");
    }

    /** The Kubernetes node that this volume is bound to, if there is none of that name any more. */
    private Optional<String> goneNode(PersistentVolumeClaim claim) {
        String volume = claim.getSpec().getVolumeName();
        if (volume == null || volume.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Set<String>> hosts = Optional.ofNullable(
                            client.persistentVolumes().withName(volume).get())
                    .flatMap(LostVolumes::hosts);
            if (hosts.isEmpty()) {
                return Optional.empty();
            }
            boolean there = hosts.get().stream().anyMatch(this::isThere);
            return there ? Optional.empty() : Optional.of(String.join(", ", hosts.get()));
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != ApiErrors.FORBIDDEN) {
                throw failure;
            }
            return Optional.empty(); // an operator of listed namespaces does not see them
        }
    }

    /** Asks for this node alone: all of them are many, and this comes every few seconds. By lists, since no more is granted. */
    private boolean isThere(String host) {
        return isListed(client.nodes().withField(NAME, host))
                || (host.length() <= LONGEST_LABEL && isListed(client.nodes().withLabel(HOSTNAME, host)));
    }

    private static boolean isListed(Listable<NodeList> nodes) {
        return !nodes.list().getItems().isEmpty();
    }

    /** The nodes that it can be used on, if it is bound to nodes by name: a zone can have nodes again. */
    private static Optional<Set<String>> hosts(PersistentVolume volume) {
        var affinity = volume.getSpec().getNodeAffinity();
        if (affinity == null || affinity.getRequired() == null) {
            return Optional.empty();
        }
        Set<String> hosts = new HashSet<>();
        for (NodeSelectorTerm term : affinity.getRequired().getNodeSelectorTerms()) {
            List<String> named = Stream.concat(
                            term.getMatchExpressions().stream().filter(e -> HOSTNAME.equals(e.getKey())),
                            term.getMatchFields().stream().filter(e -> NAME.equals(e.getKey())))
                    .filter(e -> "In".equals(e.getOperator()))
                    .map(NodeSelectorRequirement::getValues)
                    .flatMap(List::stream)
                    .toList();
            if (named.isEmpty()) {
                return Optional.empty();
            }
            hosts.addAll(named);
        }
        return hosts.isEmpty() ? Optional.empty() : Optional.of(hosts);
    }
}
