package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.simulate.Node.Restart;
import io.haredis.protocol.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what goes wrong in one schedule. */
final class Faults {
    private static final long LATE = 50 * World.MILLI;

    private final Cluster cluster;
    private final World world;
    private final Api api;
    private final List<Operator> operators;
    private final Profile profile;
    private final List<Restart> restarts;
    private final Network network;

    Faults(Cluster cluster, Api api, List<Operator> operators, Profile profile) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.network = cluster.network;
        this.api = api;
        this.operators = operators;
        this.profile = profile;
        // One cluster has one kind of persistence, as a rule; a lost volume is the exception.
        this.restarts = profile.restarts().isEmpty() ? List.of(Restart.LOG) : List.of(world.oneOf(profile.restarts()));
    }

    /** Spreads them over so much time from now on. */
    void plan(long length) {
        int number = 1 + world.below(profile.most());
        boolean dense = world.chance(0.5);
        long begin = world.now();
        long window = profile.isTrap() ? length / 20 : dense ? length / 3 : length;
        for (int i = 0; i < number; i++) {
            Kind kind = world.oneOf(profile.kinds());
            world.at(begin + world.between(0, window), () -> happen(kind));
        }
    }

    private void happen(Kind kind) {
        Node node = world.chance(0.6) ? master() : world.oneOf(List.copyOf(cluster.nodes.values()));
        long time = world.anyOf(20 * World.MILLI, 4 * World.SECOND);
        world.tell("fault", () -> kind + " " + node + ", " + time / World.MILLI + " ms");
        Operator operator = world.oneOf(operators);
        switch (kind) {
            case RESTART -> restart(node, time);
            case RESTART_ALL ->
                List.copyOf(cluster.nodes.values())
                        .forEach(n -> world.after(world.between(0, 300 * World.MILLI), () -> restart(n, time)));
            case FREEZE -> node.freeze(world.now() + time);
            case CUT -> cut(node, time);
            case STALL -> network.cut(node.name, other(node).name, world.now() + time);
            case LATE_ANSWER -> network.cut(node.name, operator.name(), world.now() + world.between(LATE, 2 * LATE));
            case DELUDE -> operator.delude(world.now() + time);
            case REJOIN_IN_AN_ELECTION -> rejoin(operator);
            case RESTART_IN_AN_ELECTION -> restartDuring(operator);
            case FORGETFUL_REPLICA,
                    HALF_FORGETFUL_REPLICA,
                    LAGGARD_BEHIND_THE_MARK,
                    OLD_SNAPSHOTS,
                    LATER_EPOCH_RESTARTS -> new Traps(cluster, this, api).set(kind, master());
            case MOVE_RECORDED_LATE,
                    PROMOTED_TWICE,
                    FLUSHED_UNDER_A_LATER_REIGN,
                    MOVED_THERE_AND_BACK,
                    ATTACHED_BY_A_SLEEPER,
                    FRESHER_THAN_MASTER -> new SleeperTraps(cluster, this, api, operators).set(kind, master());
            default -> new DirectedTraps(cluster, this, api, operators).set(kind, master());
            case FOREIGN_VOLUME, FOREIGN_VOLUME_ALONE ->
                new ForeignVolumes(cluster, this, api, operators).set(kind, node);
            case EARLIER_PROCESS_LIVES -> new Strangers(cluster, this).set(master());
            case BUSY -> node.busy(world.now() + time);
            case SPLIT -> operators.forEach(o -> split(o, time));
            case ISOLATE -> isolate(node, time);
            case HOLD_OPERATOR -> operator.hold(world.now() + time);
            case KILL_OPERATOR -> operator.kill();
            case LEADER -> leader(time);
            case API_DOWN -> {
                network.cut(operator.name(), Api.NAME, world.now() + time);
                network.cut(
                        Api.NAME, operators.get(world.below(operators.size())).name(), world.now() + time);
            }
            case API_SLOW -> api.slow(world.anyOf(World.MILLI, 800 * World.MILLI), time);
            case SWITCHOVER -> api.ask(world.chance(0.4) ? Requests.ANY : other(node).name);
            case DRAIN -> drain(node, time);
            case FLUSH -> flush(node);
            case FORGE_STAMP -> forge(node);
            case HAND_MASTER -> hand(node, null);
            case HAND_REPLICA -> hand(node, other(node));
            case SAVE_FAILS -> {
                node.saveFailed = true;
                world.after(time, () -> node.saveFailed = false);
            }
            case SCRIPT_FAILS -> {
                Node any = world.oneOf(List.copyOf(cluster.nodes.values()));
                any.scriptsFail = true;
                world.after(time, () -> any.scriptsFail = false);
            }
            case APPEND_FAILS -> {
                node.appendFailed = true;
                world.after(time, () -> node.appendFailed = false);
            }
            case MAXMEMORY -> {
                node.overMaxmemory = true;
                node.config("maxmemory", "1000000");
                world.after(time, () -> node.overMaxmemory = false);
            }
            case SAVE -> cluster.living().forEach(Node::save);
            case RESIZE -> cluster.size(Math.clamp(cluster.size() + (world.chance(0.5) ? 1 : -1), 1, 5));
        }
    }

    private Node master() {
        MasterRecord record = api.record();
        Node node = record == null ? null : cluster.nodes.get(record.holder());
        return node != null ? node : world.oneOf(List.copyOf(cluster.nodes.values()));
    }

    private Node other(Node than) {
        Node found = world.oneOf(List.copyOf(cluster.nodes.values()));
        return found != than || cluster.nodes.size() == 1 ? found : other(than);
    }

    private void restart(Node node, long time) {
        restart(
                node,
                time,
                world.chance(0.1) && !profile.restarts().isEmpty()
                        ? world.oneOf(profile.restarts())
                        : restarts.getFirst());
    }

    void restart(Node node, long time, Restart how) {
        long loading = world.chance(0.2) ? world.anyOf(World.MILLI, World.SECOND) : 0;
        cluster.crash(node);
        world.after(time, () -> cluster.start(node, how, loading));
    }

    private void cut(Node node, long time) {
        String other = world.chance(0.5) ? world.oneOf(operators).name() : other(node).name;
        boolean both = world.chance(0.6);
        network.cut(node.name, other, world.now() + time);
        if (both) {
            network.cut(other, node.name, world.now() + time);
        }
        if (world.chance(0.2)) {
            network.slow(0.05);
        }
    }

    private void rejoin(Operator operator) {
        operators.forEach(o -> o.leads(true));
        operators.forEach(o -> o.trouble(0.4, world.between(50, 400) * World.MILLI, 0));
        operator.trouble(world.chance(0.5) ? 0 : 0.08, 100 * World.MILLI, 0);
        Node replica = other(master());
        long asleep = world.between(100 * World.MILLI, 500 * World.MILLI);
        api.ask(other(replica).name);
        replica.freeze(world.now() + asleep);
        world.after(
                asleep + world.between(-50 * World.MILLI, 250 * World.MILLI),
                () -> operator.delude(world.now() + World.SECOND));
    }

    private void restartDuring(Operator operator) {
        Node replica = other(master());
        operators.forEach(o -> o.trouble(0, 1, 0));
        operators.forEach(o -> o.leads(true));
        operator.trouble(0.25, World.SECOND, 0);
        operator.delude(world.now() + 2 * World.SECOND);
        world.after(
                world.between(1, 150) * World.MILLI,
                () -> restart(replica, world.between(2, 30) * World.MILLI, Restart.EMPTY));
    }

    private void split(Operator operator, long time) {
        Node node = world.oneOf(List.copyOf(cluster.nodes.values()));
        network.cut(operator.name(), node.name, world.now() + time);
        network.cut(node.name, operator.name(), world.now() + time);
    }

    /** A client beside it still reaches it, at times. */
    void isolate(Node node, long time) {
        long until = world.now() + time;
        for (Node other : cluster.nodes.values()) {
            if (other != node) {
                network.cut(node.name, other.name, until);
                network.cut(other.name, node.name, until);
            }
        }
        for (Operator operator : operators) {
            network.cut(node.name, operator.name(), until);
            network.cut(operator.name(), node.name, until);
        }
    }

    private void leader(long time) {
        boolean leads = world.chance(0.5);
        operators.get(0).leads(leads);
        operators.get(1).leads(!leads || world.chance(0.3));
        if (world.chance(0.3)) {
            operators.forEach(o -> o.leads(false));
            world.after(time, () -> operators.get(0).leads(true));
        }
    }

    private void drain(Node node, long time) {
        var set = world.chance(0.5) ? cluster.leaving : cluster.cordoned;
        set.add(node.name);
        world.after(time + 2 * World.SECOND, () -> set.remove(node.name));
    }

    void flush(Node node) {
        if (node.isMaster()
                && !node.isFrozen()
                && !node.isLoading()
                && node.replication().followers().areEnough()) {
            cluster.checks.accepted(node, -1);
            node.replication().append(30, -1, null, null, true);
        }
    }

    void forge(Node node) {
        if (node.isMaster() && !node.isFrozen()) {
            MasterRecord record = api.record();
            long stamp = (record == null ? 1 : record.epoch()) + world.below(5);
            cluster.checks.forged();
            node.replication().append(30, -1, Keys.FENCE, Long.toString(stamp), false);
        }
    }

    /** All but the master, in any order: none plays the same part each time. */
    List<Node> others(Node master) {
        List<Node> others = new ArrayList<>(cluster.nodes.values());
        others.remove(master);
        if (others.size() > 1 && world.chance(0.5)) {
            Collections.reverse(others);
        }
        return others;
    }

    void later(long leastMillis, long mostMillis, Runnable what) {
        world.after(world.between(leastMillis, mostMillis) * World.MILLI, what);
    }

    /** Its stream stands still, whoever it follows. */
    void stall(Node replica, long time) {
        for (Node other : cluster.nodes.values()) {
            network.cut(other.name, replica.name, world.now() + time);
        }
    }

    void hand(Node node, @Nullable Node master) {
        if (node.isAlive() && !node.isFrozen()) {
            if (master == null) {
                node.replication().lead();
            } else {
                node.replication().follow(master.host, 6379);
            }
            cluster.checks.meddled(node, master != null);
        }
    }

    /** All faults end; whoever is down comes back. */
    void end() {
        world.tell("fault", () -> "all faults end");
        network.heal();
        cluster.endStrangers();
        api.slow(5 * World.MILLI, 50 * World.MILLI);
        api.askNothing();
        cluster.leaving.clear();
        cluster.cordoned.clear();
        for (Node node : List.copyOf(cluster.nodes.values())) {
            node.thaw();
            node.busy(0);
            node.saveFailed = false;
            node.scriptsFail = false;
            node.scriptsFailOnMaster = false;
            node.appendFailed = false;
            node.overMaxmemory = false;
            cluster.start(node, restarts.getFirst(), 0);
        }
        Operator.calm(operators);
    }
}
