package io.haredis.operator.report;

import io.haredis.operator.act.Stage;
import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.api.v1alpha1.NodeStatus;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.loop.MasterChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one cluster; names and meanings in {@code docs/metrics.md}. Its series go when it is closed. Thread-safe.
 */
final class ClusterMetrics implements AutoCloseable {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final Map<String, List<Meter>> nodes = new HashMap<>();
    private final Kind elected;
    private final Kind moved;
    private boolean closed;
    private volatile int wanted;
    private volatile HaRedisClusterStatus latest =
            HaRedisClusterStatus.builder().build();

    /** The changes of master of one kind. */
    private record Kind(Counter count, Timer duration, Timer detection) {}

    ClusterMetrics(MeterRegistry registry, ClusterRef cluster) {
        this.registry = registry;
        this.tags = Tags.of("namespace", cluster.namespace(), "cluster", cluster.name());
        gauge("haredis_master_epoch", "Number of the master's reign.", s -> number(s.epoch()));
        gauge("haredis_master_available", "1 while a master reigns.", s -> s.master() == null ? 0 : 1);
        gauge("haredis_nodes_ready", "Nodes that answer.", s -> number(s.readyReplicas()));
        gauge("haredis_nodes_wanted", "Nodes that there should be.", s -> wanted == 0 ? Double.NaN : wanted);
        gauge("haredis_replicas_synced", "Replicas in sync with the master.", s -> number(s.syncedReplicas()));
        gauge("haredis_ready", "1 while a master takes writes.", s -> truth(s, Condition.READY));
        gauge(
                "haredis_configuration_accepted",
                "1 while the specification is carried out.",
                s -> truth(s, Condition.CONFIGURATION_ACCEPTED));
        gauge("haredis_data_at_risk", "1 while a person must decide.", s -> truth(s, Condition.DATA_AT_RISK));
        // Born at 0: Prometheus sees no increase of a counter that is first seen at 1.
        elected = kind("elected");
        moved = kind("move");
    }

    /** 1 if it is so; 0 if not, if it is unknown, and if nobody has said yet. */
    private static double truth(HaRedisClusterStatus status, String type) {
        Condition condition = status.condition(type);
        return condition != null && condition.status().equals(Statement.TRUE) ? 1 : 0;
    }

    private static double number(@Nullable Number value) {
        return value == null ? Double.NaN : value.doubleValue();
    }

    private void gauge(String name, String help, ToDoubleFunction<HaRedisClusterStatus> value) {
        meters.add(Gauge.builder(name, this, m -> value.applyAsDouble(m.latest))
                .description(help)
                .tags(tags)
                .register(registry));
    }

    /**
     * What was just observed.
     *
     * @param nodesWanted how many nodes there should be
     */
    synchronized void saw(HaRedisClusterStatus status, int nodesWanted) {
        if (closed) {
            return;
        }
        latest = status;
        wanted = nodesWanted;
        Set<String> gone = new HashSet<>(nodes.keySet());
        for (NodeStatus node : status.nodes()) {
            gone.remove(node.pod());
            nodes.computeIfAbsent(node.pod(), this::nodeMeters);
        }
        gone.forEach(pod -> nodes.remove(pod).forEach(registry::remove));
    }

    private List<Meter> nodeMeters(String pod) {
        return List.of(
                nodeGauge("haredis_node_opcounter", "Writes counted by clients.", pod, n -> number(n.opcounter())),
                nodeGauge("haredis_node_offset_bytes", "Replication offset.", pod, n -> number(n.offset())),
                nodeGauge("haredis_replica_lag_bytes", "What the replica lacks.", pod, n -> number(n.lagBytes())));
    }

    private Meter nodeGauge(String name, String help, String pod, ToDoubleFunction<NodeStatus> value) {
        return Gauge.builder(
                        name,
                        this,
                        m -> m.latest.nodes().stream()
                                .filter(n -> n.pod().equals(pod))
                                .mapToDouble(value)
                                .findFirst()
                                .orElse(Double.NaN))
                .description(help)
                .tags(tags.and("node", pod))
                .register(registry);
    }

    /** A change of master that this process completed. */
    synchronized void changed(MasterChange change) {
        if (closed) {
            return;
        }
        Kind kind = change.planned() ? moved : elected;
        kind.count().increment();
        record(kind.duration(), change, Stage.REATTACHED);
        record(kind.detection(), change, Stage.DETECTED);
    }

    private static void record(Timer timer, MasterChange change, Stage stage) {
        Duration time = change.stages().get(stage);
        if (time != null) {
            timer.record(time);
        }
    }

    private Kind kind(String name) {
        Tags kind = tags.and("kind", name);
        Counter count = Counter.builder("haredis_failovers")
                .description("Changes of master completed by this process.")
                .tags(kind)
                .register(registry);
        meters.add(count);
        return new Kind(
                count,
                timer("haredis_failover_duration", "Until enough replicas follow the new master.", kind),
                timer("haredis_detection", "Until the loss was certain.", kind));
    }

    private Timer timer(String name, String help, Tags kind) {
        Timer timer = Timer.builder(name)
                .description(help)
                .tags(kind)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        meters.add(timer);
        return timer;
    }

    @Override
    public synchronized void close() {
        closed = true;
        meters.forEach(registry::remove);
        nodes.values().forEach(all -> all.forEach(registry::remove));
        nodes.clear();
    }
}
