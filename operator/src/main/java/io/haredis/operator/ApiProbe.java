package io.haredis.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.kube.ApiErrors;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at the start until the API server answers and knows our kind. Says once what is missing. */
final class ApiProbe {
    private static final Logger LOG = LoggerFactory.getLogger(ApiProbe.class);
    private static final long PAUSE_SECONDS = 1;

    private final KubernetesClient client;
    private final CountDownLatch never = new CountDownLatch(1);
    private String said = "";

    ApiProbe(KubernetesClient client) {
        this.client = client;
    }

    void await() throws InterruptedException {
        while (!answers()) {
            never.await(PAUSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private boolean answers() {
        try {
            client.raw("/apis/haredis.io/v1alpha1");
            return true;
        } catch (KubernetesClientException failure) {
            String why = failure.getCode() == ApiErrors.NOT_FOUND
                    ? "the CustomResourceDefinition haredisclusters.haredis.io is missing: apply crds/"
                    : ApiErrors.sentence(failure);
            if (!why.equals(said)) {
                said = why;
                LOG.warn("Waiting for the Kubernetes API: {}", why);
            }
            return false;
        }
    }
}
