package io.haredis.operator.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/**
 * The clients of the Kubernetes API.
 *
 * <p>The default settings (10 s, 10 retries) let one hung call block for 130 s, so what a failover or the operator's
 * lease waits for has a client of its own that gives up after a second and never tries again by itself.
 *
 * <p>HTTP/1.1: a call that times out closes its connection. HTTP/2 would send the next one over the same connection, and the
 * JDK never asks whether its other end lives: an API server that lost power, or a load balancer that forgot the connection,
 * would be called for the fifteen minutes that TCP needs to give up, though others answer.
 */
public final class ApiClients {
    /** How long a call of the fencing client may take. */
    public static final Duration FENCING_TIMEOUT = Duration.ofSeconds(1);

    /** Longer than an admission webhook has by default, so that the API server says which one did not answer. */
    private static final Duration KEEPING_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration PATIENT_TIMEOUT = Duration.ofSeconds(10);

    private ApiClients() {}

    /** For the record, the routes and the operator's lease: one second, no second try. */
    public static KubernetesClient fencing(Config base) {
        return client(base, FENCING_TIMEOUT, 0);
    }

    /** For keeping the objects, each of which is tried again in the next pass anyway. */
    public static KubernetesClient keeping(Config base) {
        return client(base, KEEPING_TIMEOUT, 0);
    }

    /** For informers, status and Events. */
    public static KubernetesClient patient(Config base) {
        return client(base, PATIENT_TIMEOUT, 2);
    }

    private static KubernetesClient client(Config base, Duration timeout, int retries) {
        Config config = new ConfigBuilder(base)
                .withRequestTimeout((int) timeout.toMillis())
                .withConnectionTimeout((int) Math.min(timeout.toMillis(), 2000))
                .withRequestRetryBackoffLimit(retries)
                .withRequestRetryBackoffInterval(200)
                .withHttp2Disable(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
