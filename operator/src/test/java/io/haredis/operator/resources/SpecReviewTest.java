package io.haredis.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReviewTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{config: {Port: '1'}}                          | spec.config.port is set by the operator itself",
                "{config: {requirepass: x}}                     | remove it and use spec.auth",
                "{config: {'max memory': '1'}}                  | is not the name of a directive",
                "{config: {maxmemory: \"1\\nport 1\"}}          | spec.config.maxmemory: a value is one line",
                "{config: {proc-title-template: '\"x'}}         | a quotation mark is not closed",
                "{config: {databases: '15'}}                    | above spec.metadataDatabase (15)",
                "{config: {databases: many}}                    | must be a number",
                "{persistence: AppendOnly}                      | add spec.storage.size",
                "{replicas: 2, minReplicasToWrite: 2}           | must be below spec.replicas",
            })
    void refuses(String spec, String sentence) {
        SpecReview review = SpecReview.of(read(spec));
        assertThat(review.accepted()).isFalse();
        assertThat(review.refused()).singleElement().asString().contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{replicas: 4}                                  | 4 nodes survive the loss of 1, as 3 do; use 3 or 5",
                "{replicas: 1, durability: Quorum}              | raise spec.replicas to 3 or more",
                "{replicas: 5, minReplicasToWrite: 1}           | remove it to get 2",
                "{resources: {limits: {memory: 1Gi}}}           | spec.config.maxmemory is not set",
                "{config: {maxmemory: '0'}, resources: {limits: {memory: 1Gi}}}     | is 0, which is no limit",
                "{config: {maxmemory: 1gb}, resources: {limits: {memory: 1Gi}}}     | (1gb) is above three quarters",
                "{config: {maxmemory: 769MB}, resources: {limits: {memory: 1Gi}}}   | set it to 768mb at most",
                "{config: {maxmemory: 769m}, resources: {limits: {memory: 1G}}}     | above three quarters",
                "{config: {maxmemory: 900G}, resources: {limits: {memory: 1Ti}}}    | above three quarters",
                "{config: {maxmemory: 800Kb}, resources: {limits: {memory: 1Mi}}}   | above three quarters",
                "{config: {maxmemory: 800k}, resources: {limits: {memory: 1M}}}     | above three quarters",
                "{config: {maxmemory: '805306369'}, resources: {limits: {memory: 1Gi}}} | above three quarters",
            })
    void advises(String spec, String sentence) {
        SpecReview review = SpecReview.of(read(spec));
        assertThat(review.accepted()).isTrue();
        assertThat(review.advised()).singleElement().asString().contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{replicas: 1}",
                "{config: {save: '\"\"', maxmemory: 1gb, notify-keyspace-events: '\"K\\\"x\"'}}",
                "{config: {databases: '16'}}",
                "{storage: {size: 1Gi}, persistence: Snapshot}",
                "{config: {maxmemory: 100gb}}",
                "{config: {maxmemory: 768mb}, resources: {limits: {memory: 1Gi}}}",
                "{config: {maxmemory: 750m}, resources: {limits: {memory: 1G}}}",
                "{config: {maxmemory: '805306368'}, resources: {limits: {memory: 1Gi}}}",
                "{config: {maxmemory: 805306368B}, resources: {limits: {memory: 1Gi}}}",
                "{config: {maxmemory: much}, resources: {limits: {memory: 1Gi}}}",
                "{config: {maxmemory: 1tb}, resources: {limits: {memory: 1Gi}}}",
                "{resources: {limits: {memory: much}}}",
                "{resources: {limits: {cpu: 1}}}",
                "{resources: {requests: {memory: 1Gi}}}",
            })
    void accepts(String spec) {
        SpecReview review = SpecReview.of(read(spec));
        assertThat(review.refused()).isEmpty();
        assertThat(review.advised()).isEmpty();
    }

    @Test
    void hidesPasswords() {
        assertThat(new Passwords("one", "two")).hasToString("Passwords[hidden]");
    }

    @Test
    void tellsTheOrdinalOfItsPodsOnly() {
        var cluster = new io.haredis.operator.api.v1alpha1.HaRedisCluster();
        cluster.getMetadata().setName("c");
        assertThat(Names.ordinal(cluster, "c-0")).isZero();
        assertThat(Names.ordinal(cluster, "c-12")).isEqualTo(12);
        assertThat(Names.ordinal(cluster, "c-01")).isEqualTo(-1);
        assertThat(Names.ordinal(cluster, "c-x-1")).isEqualTo(-1);
        assertThat(Names.ordinal(cluster, "d-1")).isEqualTo(-1);
    }

    private static HaRedisClusterSpec read(String spec) {
        return Serialization.unmarshal("---\n" + spec, HaRedisClusterSpec.class);
    }
}
