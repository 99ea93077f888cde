package io.haredis.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.ClusterKey;
import io.haredis.operator.report.Configuration;
import io.haredis.operator.report.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final HaRedisCluster CLUSTER = new HaRedisCluster();
    private static final ClusterKey KEY = new ClusterKey("n", "c");

    private final Configuration configuration = new Configuration();
    private final Failures failures = new Failures(configuration);
    private final KubernetesClientException webhook = new KubernetesClientException(new StatusBuilder()
            .withCode(500)
            .withMessage("Internal error occurred: failed calling webhook \"w\"")
            .build());

    @BeforeEach
    void allWasWell() {
        CLUSTER.getMetadata().setNamespace("n");
        CLUSTER.getMetadata().setName("c");
        CLUSTER.getMetadata().setGeneration(1L);
        configuration.accepted(CLUSTER);
    }

    @Test
    void threeInARowAreToldInTheWordsOfTheApi() {
        failures.failed(CLUSTER, webhook);
        failures.failed(CLUSTER, webhook);
        assertThat(statement()).isEqualTo(Configuration.ACCEPTED);
        failures.failed(CLUSTER, webhook);
        assertThat(statement().status()).isEqualTo("False");
        assertThat(statement().reason()).isEqualTo("ApiRefuses");
        assertThat(statement().message()).contains("failed calling webhook \"w\".");
    }

    @Test
    void aPassBetweenThemBeginsAnew() {
        failures.failed(CLUSTER, webhook);
        failures.failed(CLUSTER, webhook);
        failures.over(KEY);
        failures.failed(CLUSTER, webhook);
        assertThat(statement()).isEqualTo(Configuration.ACCEPTED);
    }

    @Test
    void aFaultOfTheOperatorIsNamedWithoutItsWords() {
        for (int i = 0; i < 3; i++) {
            failures.failed(CLUSTER, new IllegalStateException("hunter2"));
        }
        assertThat(statement().reason()).isEqualTo("OperatorFault");
        assertThat(statement().message()).contains("IllegalStateException").doesNotContain("hunter2");
    }

    private Statement statement() {
        return configuration.of(KEY).orElseThrow().statement();
    }
}
