package io.haredis.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.testing.ApiServer;
import io.haredis.operator.testing.LostConnections;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Connections to the API die without a word, and new ones reach it: as when one of several API servers loses power. */
class LostEndpointIT {
    @Test
    void theFencingClientComesBackOverANewConnection() throws Exception {
        try (ApiServer api = ApiServer.start();
                LostConnections between = new LostConnections(
                        URI.create(api.config().getMasterUrl()).getPort());
                KubernetesClient client = ApiClients.fencing(new ConfigBuilder(api.config())
                        .withMasterUrl("https://127.0.0.1:" + between.port())
                        .build())) {
            assertThat(namespace(client)).isEqualTo("default");
            between.lose();
            assertThatThrownBy(() -> namespace(client)).isInstanceOf(KubernetesClientException.class);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> namespace(client).equals("default"));
        }
    }

    private static String namespace(KubernetesClient client) {
        return client.namespaces().withName("default").get().getMetadata().getName();
    }
}
