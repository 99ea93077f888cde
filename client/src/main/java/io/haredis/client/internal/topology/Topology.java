package io.haredis.client.internal.topology;

import io.haredis.client.ClusterView;
import io.haredis.client.HaListener;
import io.haredis.client.HaListener.Source;
import io.haredis.client.internal.Counters;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.node.Addresses;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodePool;
import io.haredis.client.internal.node.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

/**
 * The control thread: the only one that changes what is known of the cluster. Everybody else posts to its mailbox; all I/O
 * that it starts runs elsewhere. It publishes reigns.
 */
public final class Topology implements AutoCloseable, GossipLink.Listener, Questions.Replies {
    private static final Logger LOG = LoggerFactory.getLogger("io.haredis.failover");
    private static final long PATIENCE_NANOS = Duration.ofMillis(200).toNanos();
    private static final long USUAL_ADDRESS_NANOS = Duration.ofMillis(100).toNanos();
    private static final long GOODBYE_MILLIS = 1000;

    private final Settings settings;
    private final Reigns reigns;
    private final ExecutorService workers;
    private final Counters counters;
    private final Events events;
    private final Roster roster;
    private final Followers followers;
    private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "haredis-control");
    private final long started = System.nanoTime();
    private volatile Consumer<NodeConnection> onOpen = connection -> {};
    private volatile ClusterView view = ClusterView.NOTHING;
    private volatile boolean closed;

    /** Of a client's settings; publishes to {@code reigns}, asks nodes on {@code workers}. */
    public Topology(Settings settings, Reigns reigns, ExecutorService workers, Counters counters) {
        this.settings = settings;
        this.reigns = reigns;
        this.workers = workers;
        this.counters = counters;
        this.events = new Events(settings.listeners(), counters);
        this.roster = new Roster(settings, workers, this);
        this.followers = new Followers(reigns, settings.replicas().maxLag());
        thread.setDaemon(true);
        reigns.explain("none of " + settings.nodes() + " has answered yet");
    }

    /** Gets each new connection to a master before anybody else does. */
    public void onOpen(Consumer<NodeConnection> action) {
        onOpen = action;
    }

    /** Begins to ask. */
    public void start() {
        thread.start();
    }

    /** Who follows the master. */
    public Followers followers() {
        return followers;
    }

    /** Tells the application's listeners. Any thread. */
    public void tell(Consumer<HaListener> event) {
        events.tell(event);
    }

    /** What is known now. Any thread. */
    public ClusterView view() {
        return view;
    }

    private void run() {
        while (!closed) {
            try {
                Runnable first = mailbox.poll(Math.max(0, roster.nextDue() - System.nanoTime()), TimeUnit.NANOSECONDS);
                for (Runnable event = first; event != null; event = mailbox.poll()) {
                    event.run();
                }
                roster.askDue();
                reigns.freeTheLate();
                view = look(reigns.current());
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException | Error e) {
                // Without this thread no change of master is followed any more.
                LOG.error("in the control thread", e);
            }
        }
        roster.close();
        reigns.close(); // one that began while it was closed
        view = look(reigns.current());
    }

    /** A command's error speaks against the master: nothing more is sent before it has been asked. Any thread. */
    public void suspect(Reign reign, String why) {
        if (!reign.isOver() && reign.suspect()) {
            mailbox.add(() -> doubt(reign, why));
        }
    }

    /** Something is odd, a time-out say: asks this node, without holding anything up. Any thread. */
    public void look(HostAndPort address) {
        mailbox.add(() -> roster.look(address));
    }

    @Override
    public void heard(HostAndPort from, String process, String payload) {
        mailbox.add(() -> {
            if (!roster.believes(from, process)) {
                return;
            }
            try {
                HostAndPort named = Addresses.parse(payload);
                LOG.debug("gossip on {}: {} is master", from, named);
                roster.gossip(from, named);
            } catch (IllegalArgumentException e) {
                LOG.debug("gossip on {} is no address", from);
            }
        });
    }

    @Override
    public void lost(HostAndPort from) {
        mailbox.add(() -> {
            Reign reign = reigns.current();
            if (reign != null && reign.address().equals(from)) {
                doubt(reign, "the connection to it ended");
            }
        });
    }

    @Override
    public void answered(Node node, NodeReport report) {
        mailbox.add(() -> {
            Source cue = node.cue;
            roster.note(node, report);
            if (!node.up && node.isOfCluster()) {
                node.up = true;
                events.tell(listener -> listener.nodeUp(node.address));
            }
            long askedAt = node.askedAt;
            judge(cue);
            boolean believed = roster.believes(node.address, report.runId());
            boolean catchingUp = node.isOfCluster(); // who restarted there is about to be named
            if (believed) {
                node.listen(settings.probeInterval().multipliedBy(3), this);
                catchingUp = followers.heard(report, askedAt);
            } else {
                followers.lost(node.address);
            }
            roster.schedule(node, reigns.isSettled(), catchingUp);
            if (believed && cue == Source.PROBE && reigns.isSettled() && !report.master()) {
                roster.keepSpare(node);
            }
        });
    }

    @Override
    public void failed(Node node, RuntimeException error) {
        mailbox.add(() -> {
            if (node.isBusy(error)) {
                roster.noteBusy(node, error);
                if (node.report != null && !node.report.master()) {
                    followers.lost(node.address); // it would answer reads so, too
                }
                roster.schedule(node, reigns.isSettled(), false);
                return;
            }
            boolean wasUp = node.up;
            node.up = false;
            roster.note(node, error);
            String trouble = node.trouble;
            if (wasUp) {
                LOG.info("{} does not answer: {}", node.address, trouble);
                events.tell(listener -> listener.nodeDown(node.address, trouble));
            }
            Reign reign = reigns.current();
            if (reign != null && reign.isUsable() && reign.address().equals(node.address)) {
                doubt(reign, trouble);
            }
            judge(node.cue);
            followers.lost(node.address);
            roster.schedule(node, reigns.isSettled(), false);
        });
    }

    private void doubt(Reign reign, String why) {
        if (reign == reigns.current() && !reign.isOver()) {
            LOG.info("asking whether {} still is master: {}", reign, why);
            counters.suspicions.increment();
            events.tell(listener -> listener.masterSuspected(reign.address(), why));
            reign.suspect();
            reign.pool().clear();
            reigns.explain(reign + " is being asked: " + why);
            roster.doubt();
        }
    }

    private void judge(Source source) {
        Reign reign = reigns.current();
        if (closed || (reign == null && !hasHeardEnough())) {
            return;
        }
        List<NodeReport> reports = roster.reports();
        Judge.Decision decision =
                Judge.decide(reports, roster.silent(), roster.heard(), reign == null ? null : reign.master());
        NodeReport master = decision.master();
        if (master == null) {
            reigns.explain(decision.reason() + " (" + Views.troubles(roster) + ")");
            if (reign != null && reign.isUsable()) {
                doubt(reign, decision.reason());
            }
            return;
        }
        if (reign != null && isAwaited(reign, master)) {
            return;
        }
        roster.believe(master);
        if (reign == null || !reign.isOf(master)) {
            enthrone(master, reign, source);
        } else if (reign.isSuspected()) {
            LOG.info("{} still is master", reign);
            reigns.confirm(reign);
            events.tell(listener -> listener.masterConfirmed(reign.address()));
        }
    }

    /** Another address of the master that reigns has answered first. A name that leads nowhere is not waited for. */
    private boolean isAwaited(Reign reign, NodeReport master) {
        Node usual = roster.find(reign.address());
        return usual != null
                && usual.asking
                && System.nanoTime() - usual.askedAt < USUAL_ADDRESS_NANOS
                && !master.address().equals(usual.address)
                && Judge.isStill(master, reign.master());
    }

    /** At first, everybody is heard once before anybody is believed, but not for long. */
    private boolean hasHeardEnough() {
        return roster.areAllAskedOnce() || System.nanoTime() - started > PATIENCE_NANOS;
    }

    private void enthrone(NodeReport master, @Nullable Reign before, Source source) {
        CheckedOpener opener = new CheckedOpener(
                master,
                roster.learn(master.address()).spare,
                settings.connector(),
                connection -> onOpen.accept(connection),
                () -> mailbox.add(() -> roster.reconnect(master.address())));
        Reign reign = new Reign(master, new NodePool(opener, settings.poolConfig()), before);
        if (before != null) {
            before.end();
            counters.reigns.increment();
        }
        ClusterView old = view;
        ClusterView now = look(reign);
        view = now; // first: whose call was answered there finds it
        reigns.publish(reign);
        LOG.info("master is {}{}, learned by {}", reign, before == null ? "" : ", it was " + before, source);
        events.tell(listener -> listener.masterChanged(old, now, source));
        roster.begin(source);
        if (before != null) {
            Settlement.begin(before, master, settings.connector(), workers);
        }
    }

    private ClusterView look(@Nullable Reign reign) {
        return Views.of(roster, reign, closed, reigns.reason());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        thread.interrupt();
        reigns.close();
        events.close();
        try {
            thread.join(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
