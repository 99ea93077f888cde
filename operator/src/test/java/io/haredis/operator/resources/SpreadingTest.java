package io.haredis.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the user says of zones stands; else they are preferred to differ. */
class SpreadingTest {
    private static final String ZONE = "topology.kubernetes.io/zone";

    @Test
    void zonesAreAPreferenceBesideWhatTheUserAsksForOtherwise() {
        Affinity affinity = affinity("affinity: {nodeAffinity: {}}");
        assertThat(affinity.getNodeAffinity()).isNotNull();
        assertThat(affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .isEmpty();
        assertThat(affinity.getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term ->
                        assertThat(term.getPodAffinityTerm().getTopologyKey()).isEqualTo(ZONE));
    }

    @Test
    void anAntiAffinityOfTheUsersIsNotAddedTo() {
        assertThat(affinity("affinity: {podAntiAffinity: {}}")
                        .getPodAntiAffinity()
                        .getPreferredDuringSchedulingIgnoredDuringExecution())
                .isEmpty();
    }

    @Test
    void norAreConstraints() {
        HaRedisCluster cluster = cluster(
                "topologySpreadConstraints: [{maxSkew: 2, topologyKey: rack, whenUnsatisfiable: DoNotSchedule}]");
        assertThat(Spreading.affinity(cluster)).isNull();
        assertThat(Spreading.constraints(cluster)).singleElement().satisfies(constraint -> {
            assertThat(constraint.getTopologyKey()).isEqualTo("rack");
            assertThat(constraint.getLabelSelector().getMatchLabels()).isEqualTo(Labels.selector(cluster));
        });
    }

    private static Affinity affinity(String template) {
        return Objects.requireNonNull(Spreading.affinity(cluster(template)));
    }

    private static HaRedisCluster cluster(String template) {
        return Serialization.unmarshal(
                "metadata: {name: demo, namespace: shop}\nspec: {image: redis:8.0, podTemplate: {" + template + "}}",
                HaRedisCluster.class);
    }
}
