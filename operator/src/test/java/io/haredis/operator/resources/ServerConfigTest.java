package io.haredis.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{storage: {size: 1Gi}, persistence: Snapshot}",
                "{storage: {size: 1Gi}, config: {appendfsync: always, databases: ' 32 ', save: ''}}",
                "{config: {notify-keyspace-events: ' ', client-output-buffer-limit: 'normal 0 0 0', proc-title-template: '\"a  b\"'}}",
            })
    void aConfigMapTellsWhatItWasMadeOf(String spec) {
        HaRedisCluster cluster = new HaRedisCluster();
        cluster.getMetadata().setName("c");
        cluster.setSpec(Serialization.unmarshal("---\n" + spec, HaRedisClusterSpec.class));
        HaRedisClusterSpec again = cluster.getSpec().withConfig(ServerConfig.config(ServerConfig.of(cluster)));
        assertThat(ServerConfig.text(again)).isEqualTo(ServerConfig.text(cluster.getSpec()));
        assertThat(SpecReview.of(again).refused()).isEmpty();
    }

    @Test
    void aConfigMapOfSomebodyElseTellsNothing() {
        assertThat(ServerConfig.config(new ConfigMapBuilder().build())).isEmpty();
        assertThat(ServerConfig.config(new ConfigMapBuilder()
                        .withData(Map.of(ServerConfig.FILE, "maxmemory 1gb\n"))
                        .build()))
                .isEmpty();
    }
}
