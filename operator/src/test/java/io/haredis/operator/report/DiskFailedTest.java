package io.haredis.operator.report;

import static io.haredis.operator.report.Views.RECORD;
import static io.haredis.operator.report.Views.failing;
import static io.haredis.operator.report.Views.replica;
import static io.haredis.operator.report.Views.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskFailedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; save; True MasterServes",
                "{storage: {size: 1Gi}}; save; True MasterServes",
                "{storage: {size: 1Gi}}; append; False DiskFailed",
                "{storage: {size: 1Gi}, persistence: Snapshot}; save; False DiskFailed",
                "{storage: {size: 1Gi}, persistence: Snapshot, config: {save: ''}}; save; True MasterServes",
                "{storage: {size: 1Gi}, persistence: Snapshot, config: {save: '\"\"'}}; save; True MasterServes",
                "{storage: {size: 1Gi}, config: {save: 60 1}}; save; False DiskFailed",
            })
    void aFailedWriteToDiskIsToldWhereTheServerRefusesWritesForIt(String spec, String failed, String ready) {
        NodeView failing = failing(0, failed.equals("save"), failed.equals("append"));
        Seen seen =
                seen(RECORD, Decision.wait(Verdict.REIGNS, ""), Map.of(), failing, replica(1, 0, 9), replica(2, 0, 9));
        seen.around().cluster().setSpec(Serialization.unmarshal("---\n" + spec, HaRedisClusterSpec.class));
        Condition said = Objects.requireNonNull(
                StatusDerivation.of(seen, null, Instant.EPOCH).condition(Condition.READY));
        assertThat(said.status() + " " + said.reason()).isEqualTo(ready);
    }
}
