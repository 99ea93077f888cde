package io.haredis.operator.simulate;

import io.haredis.operator.simulate.Node.Restart;
import java.util.List;

/** Faults that follow each other so that a certain rule is needed; their timing is random. */
final class Traps {
    private static final long LONG = 5 * World.SECOND;

    private final Cluster cluster;
    private final World world;
    private final Faults faults;
    private final Api api;

    Traps(Cluster cluster, Faults faults, Api api) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.faults = faults;
        this.api = api;
    }

    void set(Kind kind, Node master) {
        List<Node> others = faults.others(master);
        if (others.size() < 2) {
            return;
        }
        Node first = others.get(0);
        Node second = others.get(1);
        switch (kind) {
            case FORGETFUL_REPLICA -> {
                faults.stall(second, LONG);
                faults.later(50, 400, () -> faults.restart(first, moment(), Restart.EMPTY));
                faults.later(400, 900, () -> faults.isolate(master, LONG));
            }
            case HALF_FORGETFUL_REPLICA -> {
                first.save();
                faults.later(100, 300, () -> faults.stall(second, LONG));
                faults.later(400, 900, () -> {
                    int before = first.process();
                    faults.restart(first, 5 * World.MILLI, Restart.SNAPSHOT);
                    whenLinked(first, before, () -> {
                        faults.stall(first, LONG);
                        faults.later(50, 900, () -> faults.isolate(master, LONG));
                    });
                });
            }
            case LAGGARD_BEHIND_THE_MARK -> {
                api.ask(first.name);
                faults.later(5, 60, () -> faults.stall(second, LONG));
                faults.later(600, 1500, () -> {
                    faults.isolate(master, LONG);
                    faults.restart(first, moment(), Restart.EMPTY);
                });
            }
            case OLD_SNAPSHOTS -> {
                cluster.living().forEach(Node::save);
                faults.later(400, 1500, () -> {
                    faults.isolate(master, LONG);
                    faults.restart(first, moment(), Restart.SNAPSHOT);
                    faults.restart(second, moment(), Restart.SNAPSHOT);
                });
            }
            case LATER_EPOCH_RESTARTS -> {
                long cut = world.between(1800, 3000) * World.MILLI;
                faults.isolate(master, cut);
                faults.later(1700, 3200, () -> {
                    faults.restart(first, moment(), Restart.LOG);
                    faults.restart(second, world.chance(0.5) ? moment() : LONG, Restart.LOG);
                });
            }
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    /** Before the first piece of the stream arrives. */
    private void whenLinked(Node node, int formerProcess, Runnable what) {
        world.when(
                () -> node.isAlive()
                        && node.process() != formerProcess
                        && node.replication().link() == Replication.Link.UP,
                10 * World.MICRO,
                what);
    }

    private long moment() {
        return world.anyOf(5 * World.MILLI, 200 * World.MILLI);
    }
}
