package io.haredis.operator.simulate;

import io.haredis.operator.testing.OperatorCrash;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.LinkException.Cause;
import io.haredis.operator.wire.Links;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One party's connections to the modelled servers. */
final class SimulatedLinks implements Links {
    private final Cluster cluster;
    private final World world;
    private final Party party;
    private final long timeout;
    /** What was sent there has not been asked for yet. */
    private final Set<Connection> outstanding = new HashSet<>();

    SimulatedLinks(Cluster cluster, Party party, long timeout) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.party = party;
        this.timeout = timeout;
    }

    @Override
    public Link open(String host, int port) throws LinkException {
        party.step();
        Node node = cluster.at(host, port);
        boolean reachable = node != null
                && cluster.network.passes(party.name(), node.name)
                && cluster.network.passes(node.name, party.name());
        if (node == null || !reachable || node.isFrozen()) {
            world.running().sleep(timeout);
            throw new LinkException(Cause.SILENT, host + " gives no answer");
        }
        world.running().sleep(2 * cluster.network.latency());
        if (!node.isAlive()) {
            throw new LinkException(Cause.REFUSED, node + " refuses connections");
        }
        return new SimulatedLink(new Connection(party.name(), node));
    }

    private final class SimulatedLink implements Link {
        private final Connection connection;

        SimulatedLink(Connection connection) {
            this.connection = connection;
            cluster.connected(connection);
        }

        @Override
        public List<Object> call(List<Command> commands) throws LinkException {
            return send(commands).replies();
        }

        @Override
        public Sent send(List<Command> commands) {
            unlessCrashed(party::step);
            if (connection.closed && connection.node.isAlive()) {
                return Sent.failed(new LinkException(Cause.CLOSED, connection.node + " closed the connection"));
            }
            Call call = new Call();
            send(commands, call);
            outstanding.add(connection);
            return () -> await(call);
        }

        private List<Object> await(Call call) throws LinkException {
            if (!call.ended) {
                long number = world.running().nextWait();
                call.number = number;
                world.after(timeout, () -> call.task.wake(number));
                unlessCrashed(call.task::suspend);
            }
            connection.abandoned = call.replies == null;
            outstanding.remove(connection);
            unlessCrashed(party::step);
            if (call.replies != null) {
                return call.replies;
            }
            throw call.ended
                    ? new LinkException(Cause.CLOSED, connection.node + " closed the connection")
                    : new LinkException(Cause.SILENT, connection.node + " gives no answer");
        }

        /** Who crashes waits for nothing more. */
        private void unlessCrashed(Runnable what) {
            try {
                what.run();
            } catch (OperatorCrash crash) {
                outstanding.forEach(c -> c.abandoned = true);
                connection.abandoned = true;
                throw crash;
            }
        }

        private void send(List<Command> commands, Call call) {
            Node node = connection.node;
            long opens = cluster.network.opens(party.name(), node.name);
            if (opens > world.now() && world.chance(0.5)) {
                return; // given up before the network is mended
            }
            world.at(Math.max(opens, world.now()) + cluster.network.latency(), () -> {
                if (!connection.isOpen()) {
                    back(call, null);
                    return;
                }
                node.whenAwake(() -> new Session(connection, commands, replies -> back(call, replies)).proceed());
            });
        }

        private void back(Call call, @Nullable List<Object> replies) {
            long opens = cluster.network.opens(connection.node.name, party.name());
            world.at(Math.max(opens, world.now()) + cluster.network.latency(), () -> {
                call.replies = replies;
                call.ended = true;
                if (call.number != Call.NOT_AWAITED) {
                    call.task.wake(call.number);
                }
            });
        }

        @Override
        public void close() {
            // What was sent before may still be carried out.
        }
    }

    private final class Call {
        static final long NOT_AWAITED = -1;

        final Task task = world.running();
        long number = NOT_AWAITED;
        boolean ended;

        @Nullable
        List<Object> replies;
    }
}
