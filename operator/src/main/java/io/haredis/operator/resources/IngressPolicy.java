package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NetworkPolicy {@code NAME}: opens Redis' port and those of extra containers to everybody; limits nothing else. */
public final class IngressPolicy {
    private IngressPolicy() {}

    /** Empty if switched off. */
    public static Optional<NetworkPolicy> of(HaRedisCluster cluster) {
        if (!cluster.getSpec().networkPolicy().enabled()) {
            return Optional.empty();
        }
        return Optional.of(new NetworkPolicyBuilder()
                .withMetadata(Owned.metadata(cluster, Names.cluster(cluster)))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Labels.selector(cluster))
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .withPorts(ports(cluster))
                .endIngress()
                .endSpec()
                .build());
    }

    private static List<NetworkPolicyPort> ports(HaRedisCluster cluster) {
        List<NetworkPolicyPort> ports = new ArrayList<>();
        ports.add(port("TCP", Names.PORT));
        cluster.getSpec().podTemplate().containers().stream()
                .flatMap(container -> container.getPorts().stream())
                // Without a number it opens nothing; the API refuses the pod and says why.
                .filter(port -> port.getContainerPort() != null)
                .map(IngressPolicy::port)
                .forEach(ports::add);
        return ports;
    }

    private static NetworkPolicyPort port(ContainerPort port) {
        return port(port.getProtocol() == null ? "TCP" : port.getProtocol(), port.getContainerPort());
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(protocol)
                .withPort(new IntOrString(number))
                .build();
    }
}
