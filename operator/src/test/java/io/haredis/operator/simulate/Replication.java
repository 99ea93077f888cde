package io.haredis.operator.simulate;

import org.jspecify.annotations.Nullable;

/** Whom one server process follows, as Redis 7 does it: the link to the master, partial and full resync. */
final class Replication {
    /** State of the link to the master. */
    enum Link {
        DOWN,
        SYNCING,
        UP
    }

    private static final int PING_BYTES = 14;
    private static final long RETRY = World.SECOND;

    private final Node node;
    private final World world;
    private final int process;
    private final History history;
    private final Followers followers;
    private @Nullable String masterHost;
    private int masterPort;
    private Link link = Link.DOWN;
    private @Nullable Node linkedTo;
    /** Number of the attempt to be linked: what belongs to an earlier one is void. */
    private int attempt;

    Replication(Node node) {
        this.node = node;
        this.world = node.world;
        this.process = node.process();
        this.history = new History(node.cluster);
        this.followers = new Followers(node, history);
    }

    void begin(@Nullable String host, int port) {
        masterHost = host;
        masterPort = port;
        cron();
    }

    boolean isMaster() {
        return masterHost == null;
    }

    boolean isFenced() {
        return "127.0.0.1".equals(masterHost) && masterPort == 1;
    }

    @Nullable
    String masterHost() {
        return masterHost;
    }

    int masterPort() {
        return masterPort;
    }

    History history() {
        return history;
    }

    Followers followers() {
        return followers;
    }

    /** What INFO shows of a replica: 1 while its position is unknown. */
    long shownOffset() {
        return isMaster() || history.positioned ? history.offset() : 1;
    }

    Link link() {
        return link;
    }

    int attempt() {
        return attempt;
    }

    boolean isLinked(int attempted) {
        return isCurrent() && attempt == attempted && link == Link.UP;
    }

    private boolean isCurrent() {
        return node.isAlive() && node.process() == process && node.replication() == this;
    }

    /** The process ends. */
    void end() {
        followers.drop();
        unlink();
    }

    /** REPLICAOF host port. */
    void follow(String host, int port) {
        if (host.equals(masterHost) && port == masterPort) {
            return;
        }
        unlink();
        if (isMaster()) {
            history.positioned = true;
            node.cluster.checks.demoted(node);
        }
        masterHost = host;
        masterPort = port;
        connectSoon(0);
    }

    /** REPLICAOF NO ONE. */
    void lead() {
        if (isMaster()) {
            return;
        }
        unlink();
        masterHost = null;
        history.rename(null);
        history.positioned = false;
        followers.drop();
    }

    private void unlink() {
        attempt++;
        Node master = linkedTo;
        linkedTo = null;
        link = Link.DOWN;
        if (master != null) {
            master.replication().followers.remove(node);
        }
    }

    /** The master closed the connection. */
    void leave() {
        linkedTo = null;
    }

    /** What happens when that is heard. */
    Runnable loss() {
        int attempted = attempt;
        return () -> {
            if (isCurrent() && attempt == attempted) {
                link = Link.DOWN;
                attempt++;
                connectSoon(world.between(0, 100 * World.MILLI));
            }
        };
    }

    private void connectSoon(long delay) {
        int attempted = attempt;
        world.after(delay + node.cluster.network.latency(), () -> {
            if (isCurrent() && attempt == attempted && !isMaster()) {
                node.whenAwake(() -> connect(attempted));
            }
        });
    }

    private void connect(int attempted) {
        if (!isCurrent() || attempt != attempted || isMaster() || isFenced()) {
            return;
        }
        Node master = node.cluster.at(String.valueOf(masterHost), masterPort);
        if (master == null || !canReach(master)) {
            connectSoon(RETRY);
            return;
        }
        linkedTo = master;
        if (master.replication().history.canContinue(history)) {
            goOn(master);
        } else {
            fullSync(master);
        }
    }

    /** A replica without a link of its own refuses. */
    private boolean canReach(Node master) {
        Network network = node.cluster.network;
        return master.isAlive()
                && !master.isFrozen()
                && !master.isLoading()
                && !node.isLoading()
                && network.passes(node.wire, master.wire)
                && network.passes(master.wire, node.wire)
                && (master.isMaster() || master.replication().link == Link.UP);
    }

    private void goOn(Node master) {
        History leading = master.replication().history;
        if (!history.id().equals(leading.id())) {
            history.rename(leading.id());
            followers.drop();
        }
        node.data().kept |= master.data().kept; // what it holds is the beginning of the master's data
        world.tell(node.name, () -> "goes on after " + history.offset() + " with " + master + " (partial resync)");
        linked(master);
    }

    private void linked(Node master) {
        link = Link.UP;
        history.keepBacklog();
        master.replication().followers.add(node);
        acknowledge(master);
    }

    private void fullSync(Node master) {
        Replication leading = master.replication();
        leading.history.makeBacklog();
        link = Link.SYNCING; // offset and position stay until the new data are loaded (tried on 7.0)
        Data copy = master.data().copy();
        String id = leading.history.id();
        long offset = leading.history.offset();
        int attempted = attempt;
        // Redis goes on with it although the master is fenced meanwhile.
        boolean byHand = node.cluster.checks.isMadeByHand(master);
        world.tell(node.name, () -> "begins a full sync from " + master);
        world.after(
                node.cluster.syncTime(),
                () -> node.whenAwake(() -> {
                    if (!isCurrent() || attempt != attempted || linkedTo != master) {
                        return;
                    }
                    if (!leading.isCurrent() || !leading.history.id().equals(id)) {
                        linkedTo = null;
                        loss().run();
                        return;
                    }
                    node.cluster.checks.fullSync(node, master, copy, byHand);
                    followers.drop();
                    node.load(copy);
                    history.begin(id, offset);
                    node.save();
                    world.tell(node.name, () -> "has a full copy of " + master + " at " + offset);
                    linked(master);
                }));
    }

    /** A command's effect on a master: applied, and streamed to the replicas. */
    void append(int bytes, int write, @Nullable String key, @Nullable String value, boolean flush) {
        node.apply(history.append(bytes, write, key, value, flush));
        followers.deliver();
    }

    /** A piece of the master's stream. */
    void receive(Node master, History stream, long upTo) {
        for (Entry entry : stream.between(history.offset(), upTo)) {
            node.apply(entry);
            history.add(entry);
        }
        followers.deliver();
        acknowledge(master);
    }

    private void acknowledge(Node master) {
        master.replication().followers.hear(node, history.offset());
    }

    /** Once a second: pings, acknowledgements, and who is too slow to count. */
    private void cron() {
        if (!isCurrent()) {
            return;
        }
        if (!node.isFrozen() && !node.isBusy()) {
            if (isMaster() && !followers.all().isEmpty()) {
                append(PING_BYTES, -1, null, null, false);
            }
            Node master = linkedTo;
            if (master != null && link == Link.UP) {
                acknowledge(master);
            }
            followers.countGood();
        }
        world.after(World.SECOND, this::cron);
    }
}
