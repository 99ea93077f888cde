package io.haredis.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.decide.Policy;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {
    private static final String REFUSED = ", config: {maxmemory: '\"x'}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "c-0 c-1 c-2; 1; c-0 c-1 c-2",
                "c-0 c-1 c-2; 5; c-0 c-1 c-2 c-3 c-4",
                "''; 3; c-0 c-1 c-2",
                "c-0 c-2; 1; c-0 c-2",
                "c-1 d-2 c-x c-9 c-master c-03; 1; c-0 c-1",
            })
    void aRefusedSpecificationTakesNoNodeAway(String existing, int replicas, String wanted) {
        HaRedisCluster cluster = cluster("{replicas: " + replicas + REFUSED);
        assertThat(Policies.of(cluster, () -> Set.of(existing.split(" "))).get().names())
                .containsExactly(wanted.split(" "));
    }

    @Test
    void whatExistsIsAskedEachTimeWhileItIsRefused() {
        Set<String> existing = new HashSet<>(Set.of("c-0", "c-1"));
        Supplier<Policy> policy = Policies.of(cluster("{replicas: 1" + REFUSED), () -> existing);
        assertThat(policy.get().names()).containsExactly("c-0", "c-1");
        existing.add("c-2");
        assertThat(policy.get().names()).containsExactly("c-0", "c-1", "c-2");
    }

    @Test
    void anAcceptedOneIsCarriedOut() {
        assertThat(Policies.of(cluster("{replicas: 1}"), () -> Set.of("c-0", "c-1", "c-2"))
                        .get()
                        .names())
                .containsExactly("c-0");
    }

    private static HaRedisCluster cluster(String spec) {
        HaRedisCluster cluster = new HaRedisCluster();
        cluster.getMetadata().setName("c");
        cluster.setSpec(Serialization.unmarshal("---\n" + spec, HaRedisClusterSpec.class));
        return cluster;
    }
}
