package io.haredis.operator.lease;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.kube.ApiErrors;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The calls to the API that the operator's lease needs. Each fails by exception; none waits longer than the client. */
final class LeaseClaim {
    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String identity;

    LeaseClaim(KubernetesClient client, String namespace, String name, String identity) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.identity = identity;
    }

    @Nullable
    Lease get() {
        return client.leases().inNamespace(namespace).withName(name).get();
    }

    boolean isOurs(Lease lease) {
        return lease.getSpec() != null && identity.equals(lease.getSpec().getHolderIdentity());
    }

    /** Takes the lease, or creates it. Refused with a conflict if it changed since it was read. */
    Lease take(@Nullable Lease seen, Terms terms) {
        ZonedDateTime now = Instant.now().atZone(ZoneOffset.UTC);
        if (seen == null) {
            Lease first = new LeaseBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(name)
                    .endMetadata()
                    .build();
            return client.resource(held(first, terms, now)).create();
        }
        return client.resource(held(seen, terms, now)).update();
    }

    /** Renews our lease. Refused with a conflict if anybody changed it. */
    Lease renew(Lease ours) {
        Lease next = new LeaseBuilder(ours)
                .editSpec()
                .withRenewTime(Instant.now().atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
        return client.resource(next).update();
    }

    /** Gives our lease up, so that the next holder need not wait; read anew if our last write's answer never came. */
    void release(Lease ours) {
        try {
            free(ours);
        } catch (KubernetesClientException failure) {
            Lease current = failure.getCode() == ApiErrors.CONFLICT ? get() : null;
            if (current == null) {
                throw failure;
            }
            if (isOurs(current)) {
                free(current);
            }
        }
    }

    private void free(Lease ours) {
        Lease free = new LeaseBuilder(ours)
                .editSpec()
                .withHolderIdentity("")
                .withLeaseDurationSeconds(1)
                .withRenewTime(Instant.now().atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
        client.resource(free).update();
    }

    private Lease held(Lease base, Terms terms, ZonedDateTime now) {
        Integer transitions = base.getSpec() == null ? null : base.getSpec().getLeaseTransitions();
        return new LeaseBuilder(base)
                .editOrNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds((int) terms.validity().toSeconds())
                .withAcquireTime(now)
                .withRenewTime(now)
                .withLeaseTransitions(transitions == null ? 0 : transitions + 1)
                .endSpec()
                .build();
    }
}
