package io.haredis.operator.lease;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.haredis.operator.kube.Versions;
import java.time.Duration;

/**
 * What we have seen of another's lease: never what its clock says, only when its object last changed before our eyes.
 *
 * @param version resourceVersion of the Lease
 * @param seen {@code System.nanoTime()} when this version was first seen
 */
record Rival(String version, long seen) {
    static final Rival NONE = new Rival("", 0);

    /** The same if the lease has not changed, else a new sighting. */
    Rival see(Lease lease, long now) {
        String current = Versions.version(lease);
        return version.equals(current) ? this : new Rival(current, now);
    }

    /** How much longer the lease must be respected; zero or less if it may be taken. */
    Duration remaining(Lease lease, Terms terms, long now) {
        var spec = lease.getSpec();
        if (spec == null
                || spec.getHolderIdentity() == null
                || spec.getHolderIdentity().isEmpty()) {
            return Duration.ZERO;
        }
        Integer seconds = spec.getLeaseDurationSeconds();
        Duration validity = seconds == null ? terms.validity() : Duration.ofSeconds(seconds);
        return validity.minusNanos(now - seen);
    }
}
