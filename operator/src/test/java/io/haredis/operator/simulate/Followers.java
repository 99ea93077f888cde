package io.haredis.operator.simulate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The replicas of one server process: the stream to them, and what they acknowledged. */
final class Followers {
    /** A replica as its master sees it. */
    static final class Follower {
        private long acknowledged;
        private long heardAt;
        private boolean delivering;

        long acknowledged() {
            return acknowledged;
        }
    }

    private final Node node;
    private final World world;
    private final History history;
    private final Map<Node, Follower> all = new LinkedHashMap<>();
    private int good;

    Followers(Node node, History history) {
        this.node = node;
        this.world = node.world;
        this.history = history;
    }

    Map<Node, Follower> all() {
        return all;
    }

    void add(Node replica) {
        Follower follower = new Follower();
        follower.heardAt = world.now();
        all.put(replica, follower);
        countGood();
        deliverSoon(replica, follower);
    }

    void remove(Node replica) {
        if (all.remove(replica) != null) {
            countGood();
        }
    }

    /** Closes their connections: each hears of it, unless it is cut off. */
    void drop() {
        for (Node replica : List.copyOf(all.keySet())) {
            all.remove(replica);
            replica.replication().leave();
            long heard = Math.max(world.now(), node.cluster.network.opens(node.wire, replica.wire));
            Runnable lost = replica.replication().loss();
            world.at(heard + node.cluster.network.latency(), lost);
        }
        countGood();
    }

    void deliver() {
        all.forEach(this::deliverSoon);
    }

    private void deliverSoon(Node replica, Follower follower) {
        if (follower.delivering) {
            return;
        }
        follower.delivering = true;
        long opens = node.cluster.network.opens(node.wire, replica.wire);
        long upTo = history.offset();
        Replication receiver = replica.replication();
        int attempt = receiver.attempt();
        world.at(
                Math.max(opens, world.now()) + node.cluster.network.latency(),
                () -> replica.whenAwake(() -> {
                    if (!receiver.isLinked(attempt)) {
                        return;
                    }
                    follower.delivering = false;
                    if (node.cluster.network.passes(node.wire, replica.wire)) {
                        receiver.receive(node, history, upTo);
                    }
                    if (all.get(replica) == follower && receiver.history().offset() < history.offset()) {
                        deliverSoon(replica, follower);
                    }
                }));
    }

    /** The replica tells how far it is; heard a little later. */
    void hear(Node replica, long holds) {
        Follower follower = all.get(replica);
        if (follower == null || !node.cluster.network.passes(replica.wire, node.wire)) {
            return;
        }
        world.after(
                node.cluster.network.latency(),
                () -> node.whenAwake(() -> {
                    if (all.get(replica) == follower) {
                        follower.acknowledged = Math.max(follower.acknowledged, holds);
                        follower.heardAt = world.now();
                        countGood();
                    }
                }));
    }

    void countGood() {
        long lag = Long.parseLong(node.config("min-replicas-max-lag"));
        int count = 0;
        for (Follower follower : all.values()) {
            if ((world.now() - follower.heardAt) / World.SECOND <= lag) {
                count++;
            }
        }
        good = count;
    }

    /** True if enough replicas follow that writes are accepted. */
    boolean areEnough() {
        return good >= Integer.parseInt(node.config("min-replicas-to-write"));
    }

    /** How many replicas acknowledged this offset. */
    int holding(long upTo) {
        int count = 0;
        for (Follower follower : all.values()) {
            if (follower.acknowledged >= upTo) {
                count++;
            }
        }
        return count;
    }
}
