package io.haredis.operator.api.v1alpha1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link HaRedisClusterStatus}, whose fourteen components nobody can give in the right order. Not thread-safe. */
public final class StatusBuilder {
    private @Nullable Long observedGeneration;
    private @Nullable Phase phase;
    private @Nullable String master;
    private @Nullable Long epoch;
    private @Nullable Instant masterSince;
    private @Nullable Integer replicas;
    private @Nullable Integer readyReplicas;
    private @Nullable Integer syncedReplicas;
    private @Nullable String ready;
    private @Nullable String synced;
    private @Nullable String selector;
    private List<NodeStatus> nodes = List.of();
    private @Nullable LastFailover lastFailover;
    private List<Condition> conditions = List.of();

    StatusBuilder() {}

    public StatusBuilder observedGeneration(@Nullable Long value) {
        observedGeneration = value;
        return this;
    }

    public StatusBuilder phase(Phase value) {
        phase = value;
        return this;
    }

    /** Pod, epoch and beginning of the reign; null where there is none. */
    public StatusBuilder master(@Nullable String pod, @Nullable Long itsEpoch, @Nullable Instant since) {
        master = pod;
        epoch = itsEpoch;
        masterSince = since;
        return this;
    }

    /** Pods that exist, and nodes that answer of those wanted. */
    public StatusBuilder ready(int pods, int answering, int wanted) {
        replicas = pods;
        readyReplicas = answering;
        ready = answering + "/" + wanted;
        return this;
    }

    /** Replicas in sync, of those wanted. */
    public StatusBuilder synced(int inSync, int wanted) {
        syncedReplicas = inSync;
        synced = inSync + "/" + wanted;
        return this;
    }

    public StatusBuilder selector(String value) {
        selector = value;
        return this;
    }

    public StatusBuilder nodes(List<NodeStatus> value) {
        nodes = value;
        return this;
    }

    public StatusBuilder lastFailover(@Nullable LastFailover value) {
        lastFailover = value;
        return this;
    }

    public StatusBuilder conditions(List<Condition> value) {
        conditions = value;
        return this;
    }

    public HaRedisClusterStatus build() {
        return new HaRedisClusterStatus(
                observedGeneration,
                phase,
                master,
                epoch,
                masterSince,
                replicas,
                readyReplicas,
                syncedReplicas,
                ready,
                synced,
                selector,
                nodes,
                lastFailover,
                conditions);
    }
}
