package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.simulate.Node.Restart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One seed's run of three nodes, recorded from the moment when the first reign is settled. */
final class TraceRun {
    private static final long PATIENCE = 20 * World.SECOND;
    private static final long SAMPLE = 50 * World.MILLI;

    /**
     * A recording.
     *
     * @param quorum durability Quorum
     * @param persistent a restart keeps all data
     * @param grows a fourth node joins
     */
    record Recording(long seed, boolean quorum, boolean persistent, boolean grows, List<TraceStep> steps) {
        Recording with(List<TraceStep> others) {
            return new Recording(seed, quorum, persistent, grows, others);
        }

        String text(String module) {
            StringBuilder text = new StringBuilder();
            text.append("---- MODULE ").append(module).append(" ----\n");
            text.append("\\* Written by make simulate TRACES=..., seed ")
                    .append(seed)
                    .append(".\n");
            text.append("\\* With Quorum=").append(quorum ? "TRUE" : "FALSE");
            text.append(persistent ? " Persist=\"lag\"" : "");
            text.append(grows ? " Node={\"c-0\",\"c-1\",\"c-2\",\"c-3\"} Joining={\"c-3\"}" : "");
            text.append(" Op={\"a\",\"b\",\"c\",\"d\",\"e\"}\n");
            text.append("EXTENDS Trace\nRecorded == <<\n");
            for (int i = 0; i < steps.size(); i++) {
                text.append("  ").append(steps.get(i).text()).append(i + 1 < steps.size() ? ",\n" : "\n");
            }
            return text.append(">>\n====\n").toString();
        }
    }

    private final long seed;
    private final World world;
    private final boolean quorum;
    private final boolean persistent;
    private final boolean grows;
    private final Cluster cluster;
    private final Api api;

    private TraceRun(long seed) {
        this.seed = seed;
        this.world = new World(seed, false);
        this.quorum = world.chance(0.5);
        this.persistent = world.chance(0.3);
        this.grows = world.chance(0.15);
        this.cluster = new Cluster(world, 3, quorum, 100 * World.MILLI);
        this.api = new Api(cluster);
    }

    /** Empty if the cluster did not come to its first reign at once, or changed no master. */
    static Optional<Recording> of(long seed) {
        return new TraceRun(seed).run();
    }

    private Optional<Recording> run() {
        List<Operator> operators = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Operator operator = new Operator("op-" + i, cluster, api);
            operators.add(operator);
            operator.start();
        }
        operators.getFirst().leads(true);
        if (!awaitOrder()) {
            return Optional.empty();
        }
        world.run(world.now() + World.SECOND);
        MasterRecord record = api.record();
        if (record == null || record.epoch() != 1 || cluster.checks.promotions > 1) {
            return Optional.empty();
        }
        TraceRecorder recorder = new TraceRecorder(
                cluster, record, grows ? List.of("c-0", "c-1", "c-2", "c-3") : List.of("c-0", "c-1", "c-2"));
        cluster.recorder = recorder;
        TraceFaults faults = new TraceFaults(cluster, api, operators, persistent ? Restart.LOG : Restart.EMPTY);
        if (grows) {
            world.after(world.between(0, World.SECOND), () -> cluster.size(4));
        }
        world.run(world.now() + faults.plan());
        faults.end();
        awaitOrder(); // or it ends as DataAtRisk
        if (cluster.checks.violation() != null) {
            throw new IllegalStateException("seed " + seed + ": " + cluster.checks.violation());
        }
        boolean changes = recorder.steps().stream()
                .anyMatch(s -> s.what().equals("Promote") || s.what().equals("Take"));
        return changes
                ? Optional.of(new Recording(seed, quorum, persistent, grows, recorder.steps()))
                : Optional.empty();
    }

    private boolean awaitOrder() {
        long until = world.now() + PATIENCE;
        while (world.now() < until && !world.isStopped()) {
            world.run(world.now() + SAMPLE);
            if (Schedule.isInOrder(cluster, api)) {
                return true;
            }
        }
        return false;
    }
}
