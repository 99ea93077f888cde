package io.haredis.operator.api.v1alpha1;

import static io.haredis.operator.api.v1alpha1.CustomResourceIT.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a schema of an older version let pass: read as nothing, beside which the others are read. */
class UnreadableObjectTest {
    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{resources: {limits: {memory: ''}}}",
                "{podTemplate: {containers: [{name: a, image: x, ports: [{containerPort: 3000000000}]}]}}",
                "{podTemplate: {tolerations: [{tolerationSeconds: 99999999999999999999}]}}"
            })
    void isNothingAndHarmsNoOther(String spec) {
        assertThat(serialization.unmarshal(named("bad", spec), HaRedisCluster.class))
                .isNull();
        Map<?, ?> bad = serialization.unmarshal(named("bad", spec), Map.class);
        Map<?, ?> good = serialization.unmarshal(named("good", "{replicas: 5}"), Map.class);
        String list = serialization.asJson(Map.of("metadata", Map.of(), "items", java.util.List.of(bad, good)));
        assertThat(serialization.unmarshal(list, HaRedisClusterList.class).getItems())
                .singleElement()
                .satisfies(
                        cluster -> assertThat(cluster.getMetadata().getName()).isEqualTo("good"))
                .satisfies(cluster -> assertThat(cluster.getSpec().replicas()).isEqualTo(5));
    }

    @Test
    void absentPartsAreTheirDefaults() {
        HaRedisCluster cluster =
                serialization.unmarshal(named("bare", "{}").replace("spec: {}", ""), HaRedisCluster.class);
        assertThat(cluster.getSpec()).isEqualTo(HaRedisClusterSpec.DEFAULT);
        assertThat(cluster.getStatus()).isNull();
        assertThat(cluster.getKind()).isEqualTo("HaRedisCluster");
        assertThat(cluster.getApiVersion()).isEqualTo("haredis.io/v1alpha1");
    }
}
