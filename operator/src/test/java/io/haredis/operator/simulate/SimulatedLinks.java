package io.haredis.operator.simulate;

import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.LinkException.Cause;
import io.haredis.operator.wire.Links;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One party's connections to the modelled servers. */
final class SimulatedLinks implements Links {
    private final Cluster cluster;
    private final World world;
    private final Party party;
    private final long timeout;

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
            party.step();
            if (connection.closed && connection.node.isAlive()) {
                throw new LinkException(Cause.CLOSED, connection.node + " closed the connection");
            }
            Call call = new Call(world.running().nextWait());
            send(commands, call);
            world.after(timeout, () -> call.task.wake(call.number));
            try {
                call.task.suspend();
            } finally {
                connection.abandoned = call.replies == null;
            }
            party.step();
            if (call.replies != null) {
                return call.replies;
            }
            throw call.closed
                    ? new LinkException(Cause.CLOSED, connection.node + " closed the connection")
                    : new LinkException(Cause.SILENT, connection.node + " gives no answer");
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
                call.closed = replies == null;
                call.task.wake(call.number);
            });
        }

        @Override
        public void close() {
            // What was sent before may still be carried out.
        }
    }

    private final class Call {
        final Task task = world.running();
        final long number;

        @Nullable
        List<Object> replies;

        boolean closed;

        Call(long number) {
            this.number = number;
        }
    }
}
