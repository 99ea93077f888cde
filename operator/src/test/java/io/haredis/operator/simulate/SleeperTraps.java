package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.simulate.Api.Call;
import io.haredis.operator.simulate.Node.Restart;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Traps in which operators sleep, or end, at exactly one step: what the model finds by search, at the shipped code. */
final class SleeperTraps {
    private static final long LONG = 8 * World.SECOND;
    private static final long LOOK = 20 * World.MICRO;

    private final Cluster cluster;
    private final World world;
    private final Faults faults;
    private final Api api;
    private final Operator leader;
    private final Operator other;

    SleeperTraps(Cluster cluster, Faults faults, Api api, List<Operator> operators) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.faults = faults;
        this.api = api;
        this.leader = operators.get(0);
        this.other = operators.get(1);
    }

    void set(Kind kind, Node master) {
        List<Node> others = faults.others(master).stream()
                .sorted(Comparator.comparing(n -> n.name))
                .toList();
        switch (kind) {
            case MOVE_RECORDED_LATE -> moveRecordedLate(master, others.getFirst());
            case PROMOTED_TWICE -> promotedTwice(master, others.getFirst());
            case ATTACHED_BY_A_SLEEPER -> attachedByASleeper(others.getFirst(), others.getLast());
            case FLUSHED_UNDER_A_LATER_REIGN -> flushedLater(master);
            case MOVED_THERE_AND_BACK -> movedThereAndBack(master, others.getFirst());
            case FRESHER_THAN_MASTER -> fresher(master, others.getFirst(), others.getLast());
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    /**
     * The target of a move is detached by an election that goes to sleep, while the move's operator is about to record the
     * move and then ends: the target is fenced, its old master reigns on, and the record reads as if all were over.
     */
    private void moveRecordedLate(Node master, Node target) {
        cluster.network.cut(other.name(), master.name, world.now() + LONG); // so that it detaches the target first
        api.when(Call.LOOK_AT_REQUEST, () -> {
            leader.hold(world.now() + LONG);
            other.delude(world.now() + LONG);
            when(() -> target.isFenced(), () -> {
                other.hold(world.now() + LONG);
                onRecord(r -> r.origin() instanceof Moved, r -> leader.kill());
                leader.release();
            });
        });
        api.ask(target.name);
    }

    /**
     * Somebody is about to finish a promotion that its operator then finishes, too, and the mastership moves on. The old
     * master cannot write to its disk then, and takes no stamp.
     */
    private void promotedTwice(Node master, Node target) {
        onRecord(r -> r.origin() instanceof Elected, r -> {
            if (!r.holder().equals(master.name)) {
                return;
            }
            leader.hold(world.now() + LONG);
            other.leads(true);
            other.release();
            other.kill();
            int before = other.lives();
            other.whenTold(reason -> {
                if (reason.equals("MasterLost") && other.lives() > before) {
                    other.hold(world.now() + LONG);
                    leader.release();
                    faults.later(200, 600, () -> api.ask(target.name));
                }
            });
        });
        onRecord(r -> r.origin() instanceof Moved, r -> {
            master.appendFailed = true;
            when(master::isFenced, () -> {
                master.appendFailed = false;
                leader.hold(world.now() + world.between(50, 500) * World.MILLI);
                when(target::isMaster, () -> leader.hold(world.now() + World.SECOND));
                other.release();
                when(master::isOpen, () -> other.hold(world.now() + LONG));
            });
        });
        other.hold(world.now() + LONG);
        leader.delude(world.now() + LONG);
        when(
                target::isFenced,
                () -> { // an election that is held anew, now with the master, who wins it
                    leader.delude(0);
                    leader.kill();
                });
    }

    /**
     * A replica slept through a move. Whoever is about to attach it sleeps, too, while the other operator detaches it in an
     * election, and sleeps before its choice is recorded.
     */
    private void attachedByASleeper(Node master, Node late) {
        late.freeze(world.now() + LONG);
        onRecord(
                r -> r.holder().equals(master.name),
                r -> when(() -> reigns(master, r), () -> {
                    leader.hold(world.now() + 20 * World.MILLI);
                    world.after(18 * World.MILLI, () -> {
                        late.thaw();
                        api.when(
                                Call.ANSWER_REQUEST,
                                () -> { // it has seen all, and attaches behind this call
                                    leader.hold(world.now() + LONG);
                                    other.leads(true);
                                    other.delude(world.now() + LONG);
                                    api.when(Call.RECORD, () -> {
                                        other.delude(0);
                                        other.hold(world.now() + world.between(100, 500) * World.MILLI);
                                        when(
                                                () -> master.replication()
                                                        .followers()
                                                        .all()
                                                        .containsKey(late),
                                                () -> leader.hold(world.now() + LONG));
                                        leader.release();
                                    });
                                });
                    });
                }));
        api.ask(master.name);
    }

    /**
     * The leader, who still reaches the old master, sleeps through an election and has not heard of it. When it wakes a
     * FLUSHALL has taken all that would tell.
     */
    private void flushedLater(Node master) {
        api.slow(5 * World.MILLI, 60 * World.SECOND);
        cut(other.name(), master.name);
        leader.hold(world.now() + LONG);
        other.delude(world.now() + LONG);
        onRecord(r -> r.origin() instanceof Elected, r -> {
            other.delude(0);
            Node later = cluster.nodes.get(r.holder());
            cut(leader.name(), later.name);
            when(() -> reigns(later, r), () -> {
                other.hold(world.now() + LONG);
                faults.flush(later);
                world.after(world.between(2, 20) * World.MILLI, leader::release);
            });
        });
    }

    private void cut(String one, String another) {
        cluster.network.cut(one, another, world.now() + LONG);
        cluster.network.cut(another, one, world.now() + LONG);
    }

    /**
     * The operator of a move sleeps before it fences the old master; another one finishes the move, and moves the mastership
     * back. Then a FLUSHALL takes what would tell the sleeper that its move is over.
     */
    private void movedThereAndBack(Node master, Node target) {
        onRecord(r -> r.holder().equals(target.name), there -> {
            leader.hold(world.now() + LONG);
            other.leads(true);
            faults.later(700, 1500, () -> api.ask(master.name));
            onRecord(
                    r -> r.holder().equals(master.name),
                    back -> when(() -> reigns(master, back), () -> {
                        other.hold(world.now() + World.SECOND);
                        faults.flush(master);
                        leader.release();
                        onRecord(
                                r -> true,
                                r -> cluster.checks.violated("6: " + master
                                        + ", which reigned in epoch " + back.epoch()
                                        + ", was fenced in the name of epoch "
                                        + there.epoch() + ": an election that nothing called for, epoch " + r.epoch()));
                    }));
        });
        api.ask(target.name);
    }

    private static boolean reigns(Node master, MasterRecord record) {
        return master.isMaster()
                && master.data().epoch() == record.epoch()
                && master.replication().followers().areEnough();
    }

    /**
     * By hand the master is made a copy of a replica that was behind, and master again; only a restarted one holds all. The
     * master accepts no write while it has no replica.
     */
    private void fresher(Node master, Node behind, Node restarted) {
        long stalled = world.between(2000, 2500) * World.MILLI;
        world.after(World.SECOND, () -> faults.stall(behind, stalled));
        world.after(World.SECOND + stalled - 50 * World.MILLI, () -> {
            leader.hold(world.now() + LONG);
            other.hold(world.now() + LONG);
            faults.hand(behind, null);
            faults.restart(restarted, 5 * World.MILLI, Restart.LOG);
        });
        world.after(World.SECOND + stalled + World.MILLI, () -> faults.hand(master, behind));
        world.after(World.SECOND + stalled + 500 * World.MILLI, () -> {
            faults.restart(behind, LONG, Restart.LOG);
            faults.hand(master, null);
            leader.release();
            other.release();
            Data held = restarted.data().copy();
            world.after(4 * World.SECOND, () -> {
                if (!held.writes.equals(restarted.data().writes)) {
                    cluster.checks.violated(
                            "3: " + restarted + ", which alone held what the master lacks, was wiped by it");
                }
            });
        });
    }

    private void when(BooleanSupplier holds, Runnable what) {
        world.when(holds, LOOK, what);
    }

    /** At the first record of a later reign that is of this sort. */
    private void onRecord(Predicate<MasterRecord> which, Consumer<MasterRecord> what) {
        long epoch = api.epoch();
        api.once(record -> record.epoch() > epoch && which.test(record), what);
    }
}
