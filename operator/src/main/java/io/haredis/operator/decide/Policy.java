package io.haredis.operator.decide;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the specification asks of the loop.
 *
 * @param names the nodes that there should be, in order of preference
 * @param timeout how long a silent master is waited for
 * @param delay how long an election is held back after the verdict
 * @param quorumDurability writes acknowledged by {@code WAIT k} must survive
 * @param lossAccepted what missing nodes may hold may be lost
 * @param minReplicas {@code min-replicas-to-write} if the spec sets it, else null: k
 * @param volumes nodes have volumes, on which the loser of a split keeps a copy of its data
 * @param database number of the metadata database
 * @param requests what people ask for by annotations
 */
public record Policy(
        List<String> names,
        Duration timeout,
        Duration delay,
        boolean quorumDurability,
        boolean lossAccepted,
        @Nullable Integer minReplicas,
        boolean volumes,
        int database,
        Requests requests) {
    /** {@code min-replicas-to-write} of a master that nobody may write to yet: more than any has. */
    public static final int CLOSED = Integer.MAX_VALUE;

    /** {@code min-replicas-max-lag}, in seconds: a master that is cut off stops by itself after so long and some more. */
    public static final int MAX_LAG_SECONDS = 2;

    /** The same with other requests. */
    public Policy asking(Requests others) {
        return new Policy(
                names, timeout, delay, quorumDurability, lossAccepted, minReplicas, volumes, database, others);
    }

    /** True if the election that ends this epoch may lose what missing or unfit nodes hold. */
    public boolean acceptsLossIn(long epoch) {
        return lossAccepted || requests.acceptsLossIn(epoch);
    }

    /** The value of {@code min-replicas-to-write} for the master of this record. */
    public int minReplicas(MasterRecord record) {
        int k = record.voters().size() / 2;
        if (minReplicas == null) {
            return k;
        }
        return quorumDurability ? Math.max(k, minReplicas) : minReplicas;
    }
}
