package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.simulate.Node.Restart;
import java.util.List;
import java.util.Objects;

/** A few faults, and a few writes: so few that the protocol's model follows the run in seconds. */
final class TraceFaults {
    private enum Fault {
        RESTART,
        RESTART_AND_FREEZE,
        HALF,
        FLUSH,
        FREEZE,
        ISOLATE,
        CUT,
        STALL,
        API_SLOW,
        DELUDE,
        SWITCHOVER,
        LEADER,
        HOLD_OPERATOR,
        KILL_OPERATOR
    }

    private static final int MOST = 3;

    private final Cluster cluster;
    private final World world;
    private final Api api;
    private final List<Operator> operators;
    private final Restart restart;
    private int writers;

    TraceFaults(Cluster cluster, Api api, List<Operator> operators, Restart restart) {
        this.restart = restart;
        this.cluster = cluster;
        this.world = cluster.world;
        this.api = api;
        this.operators = operators;
    }

    /** Spreads them; returns how long it takes. */
    long plan() {
        long length = world.between(1, 4) * World.SECOND;
        int number = 1 + world.below(MOST);
        long longest = world.anyOf(5 * World.MILLI, 500 * World.MILLI);
        double pausing = world.chance(0.5) ? 0.1 : 0;
        double ending = world.chance(0.2) ? 0.02 : 0;
        operators.forEach(o -> o.trouble(pausing, longest, ending));
        for (int i = 0; i < number; i++) {
            long when = world.between(100 * World.MILLI, length - World.SECOND / 2);
            Fault fault = world.oneOf(List.of(Fault.values()));
            world.after(when, () -> happen(fault));
            world.after(when - world.between(0, 100 * World.MILLI), this::write);
        }
        return length;
    }

    private void happen(Fault fault) {
        Node node = world.chance(0.6) ? master() : world.oneOf(List.copyOf(cluster.nodes.values()));
        Operator operator = world.oneOf(operators);
        long time = world.anyOf(20 * World.MILLI, 2 * World.SECOND);
        long until = world.now() + time;
        switch (fault) {
            case RESTART -> restart(node, time);
            case RESTART_AND_FREEZE -> {
                // In the middle of the election: what was sent to it is carried out late.
                Node other = other(node);
                world.after(
                        world.between(200 * World.MICRO, 3 * World.MILLI), () -> other.freeze(until + World.SECOND));
                restart(node, time);
            }
            case HALF -> {
                Node other = other(node);
                other.scriptsFailOnMaster = true;
                world.after(time, () -> other.scriptsFailOnMaster = false);
                restart(node, time);
            }
            case FLUSH -> flush(node);
            case FREEZE -> node.freeze(until);
            case ISOLATE -> {
                cluster.nodes.values().stream().filter(n -> n != node).forEach(n -> cut(node.name, n.name, until));
                operators.forEach(o -> cut(node.name, o.name(), until));
            }
            case CUT -> cut(node.name, operator.name(), until);
            case STALL -> cluster.network.cut(node.name, other(node).name, until);
            case API_SLOW -> api.slow(world.anyOf(5 * World.MILLI, 500 * World.MILLI), time);
            case DELUDE -> operator.delude(until);
            case SWITCHOVER -> api.ask(Requests.ANY);
            case LEADER -> {
                boolean first = world.chance(0.3);
                operators.getFirst().leads(first);
                operators.getLast().leads(true);
            }
            case HOLD_OPERATOR -> operator.hold(until);
            case KILL_OPERATOR -> operator.kill();
        }
    }

    private void restart(Node node, long time) {
        cluster.crash(node);
        world.after(time, () -> cluster.start(node, restart, 0));
    }

    private Node other(Node than) {
        return world.oneOf(
                cluster.nodes.values().stream().filter(n -> n != than).toList());
    }

    private void flush(Node node) {
        if (node.isMaster()
                && !node.isFrozen()
                && node.replication().followers().areEnough()) {
            cluster.checks.accepted(node, -1);
            node.replication().append(30, -1, null, null, true);
            cluster.recorder.flushed(node);
        }
    }

    private void cut(String one, String other, long until) {
        cluster.network.cut(one, other, until);
        cluster.network.cut(other, one, until);
    }

    private Node master() {
        MasterRecord record = Objects.requireNonNull(api.record());
        return Objects.requireNonNull(cluster.nodes.get(record.holder()));
    }

    /** A client writes for a moment. */
    private void write() {
        int number = writers++;
        Writer writer = new Writer("client-" + number, cluster, number * 5000, 300 * World.MILLI);
        world.after(world.between(20 * World.MILLI, 200 * World.MILLI), writer::stop);
    }

    /** All is well again. */
    void end() {
        cluster.network.heal();
        api.askNothing();
        api.slow(5 * World.MILLI, 50 * World.MILLI);
        for (Node node : List.copyOf(cluster.nodes.values())) {
            node.thaw();
            node.scriptsFailOnMaster = false;
            cluster.start(node, restart, 0);
        }
        Operator.calm(operators);
    }
}
