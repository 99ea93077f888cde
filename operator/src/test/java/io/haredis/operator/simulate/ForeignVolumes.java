package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.simulate.Node.Restart;
import io.haredis.protocol.Keys;
import java.util.List;
import java.util.Map;

/**
 * A server comes back on a volume of another cluster (decision 26): its data know nothing of ours, and its epochs ran higher.
 * At most a minority does at a time. In the end a person deletes pod and volume of each.
 */
final class ForeignVolumes {
    private static final int FIRST_WRITE = 20_000;
    private static final long SEEN_BY = 8 * World.SECOND;

    private final Cluster cluster;
    private final World world;
    private final Faults faults;
    private final Api api;
    private final List<Operator> operators;

    ForeignVolumes(Cluster cluster, Faults faults, Api api, List<Operator> operators) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.faults = faults;
        this.api = api;
        this.operators = operators;
    }

    void set(Kind kind, Node node) {
        switch (kind) {
            case FOREIGN_VOLUME -> comesBack(node);
            case FOREIGN_VOLUME_ALONE -> alone();
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    private void comesBack(Node node) {
        cluster.crash(node);
        world.after(world.anyOf(5 * World.MILLI, 2 * World.SECOND), () -> start(node));
    }

    private void start(Node node) {
        long others = cluster.nodes.values().stream()
                .filter(n -> n != node && n.data().foreign)
                .count();
        if (others + 1 > (cluster.size() - 1) / 2) {
            cluster.start(node, Restart.LOG, 0);
            return;
        }
        long offset = world.chance(0.3) ? 0 : world.anyOf(100_000, 1_000_000_000);
        long loading = world.chance(0.2) ? world.anyOf(World.MILLI, World.SECOND) : 0;
        cluster.startOn(node, volume(offset), offset, loading);
    }

    private Data volume(long offset) {
        Data data = new Data();
        data.foreign = true;
        data.writes.set(FIRST_WRITE, FIRST_WRITE + world.below(100) + 1);
        long epoch = api.epoch() + (world.chance(0.5) ? world.between(1, 2) : world.anyOf(3, 100_000));
        data.keys.put(Keys.EPOCH, Long.toString(epoch));
        data.keys.put(Keys.QUORUM, Integer.toString(cluster.size() / 2));
        if (world.chance(0.4)) {
            data.keys.put(Keys.FENCE, Long.toString(epoch + world.below(2)));
        }
        if (world.chance(0.5)) {
            data.keys.put(Keys.BEAT, epoch + ":" + (offset == 0 ? world.below(100_000) : offset));
        }
        if (world.chance(0.3)) {
            data.keys.put(Keys.OPCOUNTER, Integer.toString(world.below(1_000_000)));
        }
        return data;
    }

    /** Doubts arise beside it, of which none is a reason for another master. */
    private void alone() {
        MasterRecord record = api.record();
        Node master = record == null ? null : cluster.nodes.get(record.holder());
        if (record == null || master == null || cluster.nodes.size() < 3) {
            return;
        }
        List<Node> others = faults.others(master);
        Node foreign = others.get(0);
        comesBack(foreign);
        for (int i = world.below(3); i > 0; i--) {
            faults.later(1, 4000, () -> doubt(master, foreign, others.get(1)));
        }
        api.once(
                now -> now.epoch() > record.epoch(),
                now -> cluster.checks.violated(
                        "6: a change of master that nothing but a volume of another cluster called" + " for, to "
                                + now.holder() + " in epoch " + now.epoch()));
        world.after(SEEN_BY, () -> {
            if (!foreign.data().foreign) {
                cluster.checks.violated("3: " + foreign + ", on a volume of another cluster, was wiped");
            }
        });
    }

    private void doubt(Node master, Node foreign, Node other) {
        Operator operator = world.oneOf(operators);
        int which = world.below(8);
        long brief = world.between(20, 600) * World.MILLI;
        world.tell("fault", () -> "doubt " + which + ", " + brief / World.MILLI + " ms");
        switch (which) {
            case 0 -> faults.restart(other, brief, Restart.LOG);
            case 1 -> faults.restart(other, brief, Restart.EMPTY);
            case 2 -> master.busy(world.now() + 5 * brief);
            case 3 -> master.freeze(world.now() + brief);
            case 4 -> operator.kill();
            case 5 -> faults.stall(other, 5 * brief);
            case 6 -> cluster.network.cut(master.name, operator.name(), world.now() + brief);
            default -> {
                if (foreign.isAlive()) { // the first process on that volume, or a later one
                    faults.restart(foreign, brief, Restart.LOG);
                }
            }
        }
    }

    /** Those that are left alone when all else is well; true if there was one. */
    static boolean areDeleted(Cluster cluster) {
        List<Node> foreign =
                cluster.living().stream().filter(n -> n.data().foreign).toList();
        foreign.forEach(node -> {
            cluster.crash(node);
            cluster.start(node, Restart.EMPTY, 0);
        });
        return !foreign.isEmpty() && cluster.checks.violation() == null;
    }

    /** As long as its keys are of no reign, or say that its data may be fresher than the master's. */
    static boolean isLeftAlone(Node node, MasterRecord record) {
        return node.data().foreign
                && (node.data().epoch() >= record.epoch()
                        || record.skipped().contains(node.data().epoch()))
                && node.replication().isFenced();
    }

    /** Over one that counts nobody is elected who is of another cluster, nor where a majority is of this one. */
    static void elected(Cluster cluster, MasterRecord old, Node winner, Map<String, String> detached) {
        if (!winner.data().foreign) {
            return;
        }
        List<Node> own = cluster.living().stream()
                .filter(n -> n.runId().equals(detached.get(n.name)) && !n.data().foreign)
                .filter(n -> old.counts(n.name, n.runId()) || n.data().epoch() > 0)
                .toList();
        boolean counts = own.stream().anyMatch(n -> old.counts(n.name, n.runId()));
        if (counts || own.size() >= old.majority()) {
            cluster.checks.violated("3: " + winner + ", on a volume of another cluster with epoch "
                    + winner.data().epoch() + ", was elected over " + own + " under the record's epoch " + old.epoch()
                    + ", of its reign " + old.reign() + " to " + old.latest());
        }
    }

    /** A full sync wipes no data of this cluster by another's. */
    static void copied(Checks checks, Node replica, Node master, Data copy) {
        if (copy.foreign && replica.data().kept && !replica.data().foreign) {
            checks.violated("3: " + replica + " is wiped by " + master + ", which is on a volume of another cluster");
        }
    }
}
