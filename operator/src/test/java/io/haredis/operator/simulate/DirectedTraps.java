package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.MasterRecord.Raised;
import io.haredis.operator.simulate.Node.Restart;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Traps that answer to what the operators do: what goes wrong does so at the very step that a rule guards. */
final class DirectedTraps {
    private static final long LONG = 8 * World.SECOND;
    private static final long BOUND = 5 * World.SECOND;

    private final Cluster cluster;
    private final World world;
    private final Faults faults;
    private final Api api;
    private final List<Operator> operators;

    DirectedTraps(Cluster cluster, Faults faults, Api api, List<Operator> operators) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.faults = faults;
        this.api = api;
        this.operators = operators;
    }

    void set(Kind kind, Node master) {
        List<Node> others = faults.others(master);
        if (others.size() < 2) {
            return;
        }
        Node first = others.get(0);
        Node second = others.get(1);
        switch (kind) {
            case HAND_MASTER_UNSEEN -> {
                long unseen = world.between(20, 900) * World.MILLI;
                operators.forEach(o -> o.hold(world.now() + unseen));
                faults.hand(first, null);
                // A PUBLISH: its stream goes its own way, at times beyond the others'.
                first.replication().append((int) world.anyOf(60, 100_000), -1, null, null, false);
                world.after(unseen - World.MILLI, () -> faults.isolate(master, LONG));
            }
            case CHOSEN_CANNOT -> {
                once(r -> r.origin() instanceof Elected, r -> {
                    operators.forEach(o -> o.delude(0));
                    fail(r.holder());
                });
                operators.getFirst().delude(world.now() + BOUND);
            }
            case FLUSHED_AND_FORGED -> {
                faults.isolate(master, world.between(1500, 4000) * World.MILLI);
                faults.later(20, 900, () -> {
                    faults.flush(master);
                    faults.forge(master);
                });
                // Its clients would wait for replicas that do not come back.
                once(
                        r -> r.origin() instanceof Elected,
                        r -> world.after(50 * World.MILLI, () -> cluster.closeClients(master)));
            }
            case OLD_MASTER_NEEDED -> {
                faults.restart(second, LONG, Restart.LOG);
                faults.later(100, 1000, () -> {
                    faults.restart(master, world.between(5, 50) * World.MILLI, Restart.LOG);
                    expectMaster();
                });
            }
            case SAVE_FAILED_BEFORE -> {
                master.saveFailed = true;
                once(r -> r.origin() instanceof Elected, r -> savedAsMuch(r, master, others));
                faults.later(200, 1500, () -> faults.hand(master, first)); // it takes part, and wins among equals
            }
            case UNKNOWN_PROCESS -> unknownProcess(master);
            case DATA_LEAVES -> dataLeave(master);
            case FIGURE_EIGHT -> {
                long cut = world.between(1400, 2200) * World.MILLI;
                faults.isolate(master, cut);
                world.after(cut + world.between(100, 700) * World.MILLI, () -> api.ask(master.name));
            }
            case MOVE_STALLS -> {
                api.ask(first.name);
                faults.later(0, 150, () -> others.forEach(o -> faults.stall(o, 5 * World.SECOND)));
                once(r -> r.origin() instanceof Moved, r -> failWhenFenced(master));
            }
            case TARGET_LEFT_BEHIND -> {
                once(r -> r.origin() instanceof Moved, r -> {
                    cluster.network.cut(master.name, r.holder(), world.now() + LONG);
                    expectMaster();
                });
                api.ask(first.name);
            }
            case SOURCE_ANSWERS_LATE -> {
                api.ask(first.name);
                once(r -> r.origin() instanceof Moved, r -> {
                    operators.forEach(Operator::kill);
                    if (world.chance(0.5)) {
                        // The record is raised above it, and may not forget the source.
                        faults.forge(master);
                        once(raised -> raised.origin() instanceof Raised, raised -> lateOnce(master));
                    }
                    answerLate(master, 40);
                });
            }
            case STAMPED_AND_LATE -> {
                faults.forge(master);
                answerLate(master, 40);
            }
            case COLD_LEADER -> {
                long epoch = api.epoch();
                api.startCold();
                operators.getFirst().kill();
                once(
                        r -> r.epoch() > epoch,
                        r -> cluster.checks.violated("6: a change of master that nothing called for, to " + r.holder()
                                + " in epoch " + r.epoch()));
            }
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    /** From then on no script works there, or while it is master alone: its promotion is done by half. Another is to reign. */
    private void fail(String node) {
        Node chosen = cluster.nodes.get(node);
        if (chosen != null) {
            chosen.scriptsFailOnMaster = true;
            chosen.scriptsFail = world.chance(0.5);
            expectMaster();
        }
    }

    private void answerLate(Node node, int times) {
        if (times > 0) {
            lateOnce(node);
            world.after(world.between(60, 300) * World.MILLI, () -> answerLate(node, times - 1));
        }
    }

    private void lateOnce(Node node) {
        operators.forEach(
                o -> cluster.network.cut(node.name, o.name(), world.now() + world.between(45, 150) * World.MILLI));
    }

    private void failWhenFenced(Node master) {
        if (master.isMaster()) {
            world.after(100 * World.MICRO, () -> failWhenFenced(master));
            return;
        }
        master.scriptsFail = true;
        world.after(world.between(1500, 3500) * World.MILLI, () -> master.scriptsFail = false);
    }

    private void savedAsMuch(MasterRecord record, Node failed, List<Node> others) {
        History held = failed.replication().history();
        if (!record.holder().equals(failed.name)) {
            return;
        }
        others.stream()
                .filter(n -> n.replication().history().id().equals(held.id())
                        && n.replication().history().offset() == held.offset()
                        && n.replication().link() == Replication.Link.DOWN)
                .findFirst()
                .ifPresent(
                        n -> cluster.checks.violated("6: " + failed + ", which accepts no write since its save failed, "
                                + "was elected over " + n + ", which holds as much"));
    }

    /** The leader, who still reaches the master, has heard neither of the election nor from its winner. */
    private void unknownProcess(Node master) {
        Operator leader = operators.get(0);
        Operator other = operators.get(1);
        api.slow(5 * World.MILLI, 60 * World.SECOND);
        cut(other.name(), master.name);
        other.delude(world.now() + LONG);
        once(r -> r.origin() instanceof Elected, r -> {
            other.delude(0);
            cut(leader.name(), r.holder());
            cluster.living().stream()
                    .filter(n -> n != master && !n.name.equals(r.holder()))
                    .forEach(n -> faults.restart(n, world.between(1, 100) * World.MILLI, Restart.EMPTY));
        });
    }

    private void cut(String one, String other) {
        cluster.network.cut(one, other, world.now() + LONG);
        cluster.network.cut(other, one, world.now() + LONG);
    }

    private void dataLeave(Node master) {
        List<String> stay = List.of("c-0", "c-1", "c-2");
        if (!stay.contains(master.name)) {
            return;
        }
        cluster.nodes.values().stream()
                .filter(n -> n != master && stay.contains(n.name))
                .forEach(n -> faults.stall(n, LONG));
        once(r -> r.voters().size() == 3, r -> faults.isolate(master, LONG));
        faults.later(100, 400, () -> cluster.size(3));
    }

    /** At the first record of a later reign, or after a node has left, that is of this sort. */
    private void once(Predicate<MasterRecord> which, Consumer<MasterRecord> what) {
        long version = api.epoch();
        api.once(
                record -> record.epoch() >= version
                        && which.test(record)
                        && (record.epoch() > version || record.voters().size() < cluster.nodes.size()),
                what);
    }

    /** A majority is well: within the bound a master accepts writes. */
    private void expectMaster() {
        world.after(BOUND, () -> {
            MasterRecord record = api.record();
            Node master = record == null ? null : cluster.nodes.get(record.holder());
            boolean reigns = record != null
                    && master != null
                    && master.isMaster()
                    && master.data().epoch() == record.epoch()
                    && master.replication().followers().areEnough();
            if (!reigns) {
                cluster.checks.violated(
                        "6: no master accepts writes after " + BOUND / World.SECOND + " s, though a majority is well: "
                                + operators.getFirst().last());
            }
        });
    }
}
