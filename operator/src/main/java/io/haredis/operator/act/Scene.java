package io.haredis.operator.act;

import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Snapshot;
import io.haredis.protocol.Lineage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an action was decided upon.
 *
 * @param versioned the record as read just now, null if there is none
 * @param stages stop watch of the change of master under way
 */
public record Scene(
        Policy policy, Snapshot snapshot, @Nullable Versioned versioned, Stages stages) {

    /** The record, which must exist. */
    public Versioned recorded() {
        return Optional.ofNullable(versioned).orElseThrow();
    }

    /** The record's. */
    long epoch() {
        return recorded().record().epoch();
    }

    /** The recorded master's process. */
    Target master() {
        MasterRecord record = recorded().record();
        return Target.of(snapshot.node(record.holder()), record.chosen().runId());
    }

    /** What the recorded master was last seen to hold. */
    Lineage masterLineage() {
        MasterRecord record = recorded().record();
        return snapshot.node(record.holder())
                .state()
                .map(NodeState::lineage)
                .orElseGet(() -> Lineage.of(
                        record.chosen().replicationId(), record.chosen().offset()));
    }

    /** A process of a node. */
    Target target(String node, String runId) {
        NodeView view = snapshot.node(node);
        return Target.of(view, runId);
    }

    /** {@code min-replicas-to-write} for the configured nodes. */
    int minReplicas() {
        return policy.minReplicas(recorded().record());
    }

    /** The same, with a newer record. */
    public Scene with(Versioned newer) {
        return new Scene(policy, snapshot, newer, stages);
    }
}
