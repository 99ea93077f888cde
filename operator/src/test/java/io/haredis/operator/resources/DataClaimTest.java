package io.haredis.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataClaimTest {
    /** Argo CD's default label: it takes what has it, and no owner, for its Application's own, and prunes it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aToolThatTracksByTheInstanceLabelFindsNoClaim(boolean retain) {
        assertThat(claim(retain).getMetadata().getLabels())
                .doesNotContainKey("app.kubernetes.io/instance")
                .containsEntry(Labels.CLUSTER, "shop")
                .containsEntry(Labels.NODE, "shop-1");
    }

    @Test
    void aRetainedOneHasNoOwner() {
        assertThat(claim(true).getMetadata().getOwnerReferences()).isEmpty();
        assertThat(claim(false).getMetadata().getOwnerReferences()).hasSize(1);
    }

    private static PersistentVolumeClaim claim(boolean retain) {
        HaRedisCluster cluster =
                Serialization.unmarshal("""
                apiVersion: haredis.io/v1alpha1
                kind: HaRedisCluster
                metadata: {name: shop, namespace: default, uid: 11111111-2222-3333-4444-555555555555}
                spec: {storage: {size: 1Gi, retain: RETAIN}}
                """.replace("RETAIN", Boolean.toString(retain)), HaRedisCluster.class);
        return DataClaim.of(cluster, 1).orElseThrow();
    }
}
