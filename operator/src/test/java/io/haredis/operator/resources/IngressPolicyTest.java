package io.haredis.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evaluates the policy as a network plugin does, since the local cluster has none that would enforce it. */
class IngressPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "minimal,  TCP, 6379, true",
        "minimal,  TCP, 9121, false",
        "minimal,  UDP, 6379, false",
        "exporter, TCP, 6379, true",
        "exporter, TCP, 9121, true",
        "exporter, TCP, 9122, false",
    })
    void opensRedisAndExtraContainersToEverybody(String kind, String protocol, int port, boolean open) {
        NetworkPolicy policy = IngressPolicy.of(cluster(kind)).orElseThrow();
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(Labels.selector(cluster(kind)))
                .allSatisfy((key, value) -> assertThat(
                                NodePod.of(cluster(kind), 0).getMetadata().getLabels())
                        .containsEntry(key, value));
        assertThat(admits(policy, protocol, port)).isEqualTo(open);
    }

    @Test
    void aPortWithoutANumberIsLeftOut() {
        HaRedisCluster cluster = Serialization.unmarshal("""
                apiVersion: haredis.io/v1alpha1
                kind: HaRedisCluster
                metadata: {name: demo, namespace: default, uid: u}
                spec: {podTemplate: {containers: [{name: a, image: x, ports: [{name: metrics}, {containerPort: 9121}]}]}}
                """, HaRedisCluster.class);
        NetworkPolicy policy = IngressPolicy.of(cluster).orElseThrow();
        assertThat(policy.getSpec().getIngress().getFirst().getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactly(6379, 9121);
    }

    private static boolean admits(NetworkPolicy policy, String protocol, int port) {
        return policy.getSpec().getIngress().stream()
                .filter(rule -> rule.getFrom() == null || rule.getFrom().isEmpty())
                .flatMap(rule -> rule.getPorts().stream())
                .anyMatch(entry ->
                        entry.getProtocol().equals(protocol) && entry.getPort().getIntVal() == port);
    }

    private static HaRedisCluster cluster(String kind) {
        try {
            boolean exporter = kind.equals("exporter");
            Path file = Path.of("src/test/resources/golden", exporter ? "full" : kind, "in-cluster.yaml");
            String yaml = Files.readString(file).replace("networkPolicy: {enabled: false}", "networkPolicy: {}");
            return Serialization.unmarshal(yaml, HaRedisCluster.class);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
