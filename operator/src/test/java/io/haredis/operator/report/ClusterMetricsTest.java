package io.haredis.operator.report;

import static io.haredis.operator.report.Views.RECORD;
import static io.haredis.operator.report.Views.master;
import static io.haredis.operator.report.Views.replica;
import static io.haredis.operator.report.Views.seen;
import static io.haredis.operator.report.Views.syncing;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.act.Stage;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.loop.MasterChange;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterMetricsTest {
    private static final Statement REFUSED = new Statement("ConfigurationAccepted", "False", "InvalidSpec", "mend it");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ClusterMetrics metrics = new ClusterMetrics(registry, ClusterRef.of(Views.cluster()));

    @Test
    void changesOfMasterAreCountedFromNone() {
        assertThat(registry.scrape())
                .contains(of("haredis_failovers_total", "elected", "0.0"), of("haredis_failovers_total", "move", "0.0"))
                .contains(of("haredis_failover_duration_seconds_count", "elected", "0"))
                .contains(of("haredis_detection_seconds_count", "move", "0"));

        metrics.changed(new MasterChange(
                4,
                false,
                "c-0",
                "c-1",
                "c-0 is gone",
                new TreeMap<>(
                        Map.of(Stage.DETECTED, Duration.ofMillis(400), Stage.REATTACHED, Duration.ofSeconds(1)))));
        assertThat(registry.scrape())
                .contains(of("haredis_failovers_total", "elected", "1.0"), of("haredis_failovers_total", "move", "0.0"))
                .contains(of("haredis_failover_duration_seconds_sum", "elected", "1.0"))
                .contains(of("haredis_detection_seconds_sum", "elected", "0.4"));

        metrics.close();
        assertThat(registry.scrape()).doesNotContain("haredis_");
    }

    @Test
    void whatIsNotKnownToBeSoIsNotSo() {
        assertThat(registry.scrape())
                .contains(of("haredis_ready", "0.0"), of("haredis_configuration_accepted", "0.0"))
                .contains(of("haredis_nodes_wanted", "NaN"));

        look(Configuration.ACCEPTED, master(0, 9), replica(1, 0, 9), replica(2, 0, 9));
        assertThat(registry.scrape())
                .contains(of("haredis_ready", "1.0"), of("haredis_configuration_accepted", "1.0"))
                .contains(of("haredis_nodes_wanted", "3.0"), of("haredis_replicas_synced", "2.0"));

        look(REFUSED, master(0, 9), syncing(1, 0), syncing(2, 0));
        assertThat(registry.scrape())
                .contains(of("haredis_ready", "0.0"), of("haredis_configuration_accepted", "0.0"))
                .contains(of("haredis_master_available", "1.0"));
    }

    private void look(Statement configuration, NodeView... nodes) {
        Seen seen = seen(RECORD, Decision.wait(Verdict.REIGNS, "c-0 reigns"), Map.of(), nodes);
        metrics.saw(
                StatusDerivation.of(seen, new Configuration.Said(configuration, 4), Instant.EPOCH),
                seen.around().wanted().size());
    }

    private static String of(String name, String value) {
        return name + "{cluster=\"c\",namespace=\"n\"} " + value + "\n";
    }

    private static String of(String name, String kind, String value) {
        return name + "{cluster=\"c\",kind=\"" + kind + "\",namespace=\"n\"} " + value + "\n";
    }
}
