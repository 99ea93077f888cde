package io.haredis.operator;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An admission webhook of some clusters accepts calls and answers none: those wait, and nobody else does. */
class SilentWebhookIT {
    private static final int AILING = 24;

    @Test
    void holdsUpTheClustersThatItIsForAlone() throws Exception {
        try (Playground ground = new Playground();
                ServerSocket silent = new ServerSocket(0, AILING * 10, InetAddress.getLoopbackAddress())) {
            ground.create("other", "{replicas: 1}");
            ground.awaitPods("other", "other-0");
            List<String> ailing = IntStream.range(0, AILING)
                    .mapToObj(number -> "hook-" + number)
                    .toList();
            ground.client().resource(webhook(silent.getLocalPort(), ailing)).create();
            ailing.forEach(name -> ground.create(name, "{replicas: 1}"));
            // It is asked: somebody waits for its answer.
            silent.accept();
            ground.comesBack("other-0");
        }
    }

    private static ValidatingWebhookConfiguration webhook(int port, List<String> clusters) {
        return Serialization.unmarshal(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: silent}
                webhooks:
                - name: silent.example.com
                  clientConfig: {url: "https://127.0.0.1:%d/"}
                  objectSelector: {matchExpressions: [{key: haredis.io/cluster, operator: In, values: [%s]}]}
                  rules: [{apiGroups: [""], apiVersions: [v1], resources: ["*"], operations: ["*"]}]
                  failurePolicy: Fail
                  sideEffects: None
                  timeoutSeconds: 10
                  admissionReviewVersions: [v1]
                """.formatted(port, String.join(", ", clusters)), ValidatingWebhookConfiguration.class);
    }
}
