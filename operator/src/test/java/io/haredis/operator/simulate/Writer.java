package io.haredis.operator.simulate;

import io.haredis.operator.decide.PodView;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.ErrorReply;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.protocol.Keys;
import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that writes as docs/client.md asks: Async, or in Quorum durability by WAIT and the reading of the epoch. */
final class Writer implements Party {
    private static final int PATIENCE = 3;

    private final String name;
    private final Cluster cluster;
    private final World world;
    private final int first;
    private final SimulatedLinks links;
    private int number;
    private boolean stops;
    private @Nullable Link link;
    private long openedIn;
    private long lastK = 1;

    Writer(String name, Cluster cluster, int first, long timeout) {
        this.name = name;
        this.cluster = cluster;
        this.world = cluster.world;
        this.first = first;
        this.links = new SimulatedLinks(cluster, this, timeout);
        new Task(world, () -> 0, this::run);
    }

    void stop() {
        stops = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void step() {}

    private void run() {
        while (!stops) {
            world.running().sleep(world.anyOf(2 * World.MILLI, 150 * World.MILLI));
            try {
                Link open = link;
                if (open == null) {
                    orient();
                } else if (!write(open)) {
                    link = null;
                }
            } catch (LinkException e) {
                link = null;
            }
        }
    }

    /** Whoever says that it is the master, and the highest epoch among those. */
    private void orient() {
        openedIn = -1;
        for (Node node : List.copyOf(cluster.nodes.values())) {
            try {
                Link one = links.open(node.host, PodView.PORT);
                List<Object> replies =
                        one.call(List.of(Command.of("ROLE"), Command.of("SELECT", 15), Command.of("GET", Keys.EPOCH)));
                long epoch = number(replies.get(2));
                if ("master".equals(replies.get(0)) && epoch > openedIn) {
                    link = one;
                    openedIn = epoch;
                }
            } catch (LinkException e) {
                // The next one.
            }
        }
    }

    /** One write; false if this connection is of no use any more. */
    private boolean write(Link open) throws LinkException {
        int write = first + number++;
        List<Command> commands = new ArrayList<>(List.of(Command.of("SET", write)));
        if (cluster.isQuorum()) {
            commands.addAll(waiting(1 + world.below(100)));
        }
        List<Object> replies = open.call(commands);
        if (replies.getFirst() instanceof ErrorReply e) {
            world.tell(name, () -> "SET " + write + ": " + e.code());
            return !e.code().equals("READONLY");
        }
        for (int i = 0; cluster.isQuorum() && i < PATIENCE; i++) {
            List<Object> answer = replies.subList(replies.size() - 4, replies.size());
            if (isAcknowledged(answer)) {
                world.tell(name, () -> "SET " + write + ": acknowledged, epoch " + openedIn);
                cluster.checks.losses().acknowledged(write, openedIn);
                return true;
            }
            world.running().sleep(world.anyOf(World.MILLI, 800 * World.MILLI));
            replies = open.call(waiting(1 + world.below(300)));
        }
        return true;
    }

    private List<Command> waiting(int millis) {
        return List.of(
                Command.of("PUBLISH", "haredis:wait", ""),
                Command.of("WAIT", lastK, millis),
                Command.of("SELECT", 15),
                Command.of("MGET", Keys.EPOCH, Keys.QUORUM));
    }

    private boolean isAcknowledged(List<Object> answer) {
        if (!(answer.get(1) instanceof Long reached) || !(answer.get(3) instanceof List<?> keys)) {
            return false;
        }
        long epoch = number(keys.get(0));
        long k = number(keys.get(1));
        lastK = Math.max(k, 0);
        boolean sameReign = epoch == openedIn || !Rule.CLIENT_EPOCH.on();
        return epoch > 0 && k >= 0 && sameReign && reached >= k;
    }

    private static long number(@Nullable Object value) {
        return value instanceof String text && text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    }
}
