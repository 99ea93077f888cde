package io.haredis.client.internal.topology;

import io.haredis.client.internal.Settings;
import io.haredis.client.internal.node.Addresses;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodePool;
import io.haredis.client.internal.node.NodeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The control thread: the only one that changes what is known of the cluster. Everybody else posts to its mailbox; all I/O
 * that it starts runs elsewhere. It publishes reigns.
 */
public final class Topology implements AutoCloseable, GossipLink.Listener {
    private static final Logger LOG = LoggerFactory.getLogger("io.haredis.failover");
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(4).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long PATIENCE_NANOS = Duration.ofMillis(200).toNanos();
    private static final int FORGOTTEN_AFTER = 20;

    private final Settings settings;
    private final Reigns reigns;
    private final ExecutorService workers;
    private final Consumer<NodeConnection> onOpen;
    private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Map<HostAndPort, Node> nodes = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::run, "haredis-control");
    private final long started = System.nanoTime();
    private long pause = FIRST_PAUSE_NANOS;
    private volatile boolean closed;

    /** Of a client's settings; publishes to {@code reigns}, asks nodes on {@code workers}; {@code onOpen} gets each new connection before anybody else. */
    public Topology(Settings settings, Reigns reigns, ExecutorService workers, Consumer<NodeConnection> onOpen) {
        this.onOpen = onOpen;
        this.settings = settings;
        this.reigns = reigns;
        this.workers = workers;
        settings.nodes().forEach(address -> nodes.put(address, new Node(address, true, settings.connector())));
        thread.setDaemon(true);
    }

    /** Begins to ask. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                Runnable first = mailbox.poll(Math.max(0, nextDue() - System.nanoTime()), TimeUnit.NANOSECONDS);
                for (Runnable event = first; event != null; event = mailbox.poll()) {
                    event.run();
                }
                nodes.values().forEach(this::askIfDue);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("in the control thread", e);
            }
        }
    }

    private void post(Runnable event) {
        mailbox.add(event);
    }

    // ---- sources -------------------------------------------------------------------------------------------------

    /** A command's error speaks against the master: nothing more is sent before it has been asked. Any thread. */
    public void suspect(Reign reign, String why) {
        if (reign.isUsable()) {
            reign.suspect();
            post(() -> doubt(reign, why));
        }
    }

    /** Something is odd, a time-out say: asks, without holding anything up. Any thread. */
    public void look() {
        post(this::askAll);
    }

    @Override
    public void heard(HostAndPort from, String payload) {
        post(() -> {
            try {
                HostAndPort named = Addresses.parse(payload);
                LOG.debug("gossip on {}: {} is master", from, named);
                learn(named);
                hurry(nodes.get(named));
            } catch (IllegalArgumentException e) {
                LOG.debug("gossip on {} is no address", from);
            }
        });
    }

    @Override
    public void lost(HostAndPort from) {
        post(() -> {
            Reign reign = reigns.current();
            if (reign != null && reign.address().equals(from)) {
                doubt(reign, "the connection to it ended");
            }
            hurry(nodes.get(from));
        });
    }

    private void doubt(Reign reign, String why) {
        if (reign == reigns.current() && !reign.isOver()) {
            LOG.info("asking whether {} still is master: {}", reign, why);
            reign.suspect();
            reign.pool().clear();
            nodes.values().forEach(node -> node.stale = true);
            pause = FIRST_PAUSE_NANOS;
            askAll();
        }
    }

    // ---- asking --------------------------------------------------------------------------------------------------

    private void askAll() {
        nodes.values().forEach(this::hurry);
    }

    private void hurry(@Nullable Node node) {
        if (node != null) {
            node.nextAsk = System.nanoTime();
            askIfDue(node);
        }
    }

    /** Over a new connection: an address may lead elsewhere now. */
    private void askAnew(@Nullable Node node) {
        if (node != null) {
            node.reconnect();
            hurry(node);
        }
    }

    private long nextDue() {
        return nodes.values().stream()
                .filter(node -> !node.asking)
                .mapToLong(node -> node.nextAsk)
                .min()
                .orElse(System.nanoTime() + settings.probeInterval().toNanos());
    }

    private void askIfDue(Node node) {
        if (node.asking || node.nextAsk - System.nanoTime() > 0) {
            return;
        }
        node.asking = true;
        try {
            workers.execute(() -> ask(node));
        } catch (RejectedExecutionException e) {
            LOG.debug("closing");
        }
    }

    /** On a worker. */
    private void ask(Node node) {
        try {
            NodeReport report = node.ask();
            post(() -> answered(node, report));
        } catch (JedisException e) {
            post(() -> failed(node, e));
        } catch (RuntimeException e) {
            LOG.warn("asking {}", node.address, e);
            post(() -> failed(node, e));
        }
    }

    private void answered(Node node, NodeReport report) {
        node.asking = false;
        node.askedOnce = true;
        node.report = report;
        node.stale = false;
        node.failures = 0;
        if (node.gossip == null) {
            node.gossip = new GossipLink(
                            node.address,
                            settings.connector(),
                            settings.probeInterval().multipliedBy(3),
                            this)
                    .start();
        }
        node.gossip.ping();
        report.replicas().forEach(replica -> learn(replica.address()));
        HostAndPort follows = report.follows();
        if (follows != null) {
            learn(follows);
        }
        judge();
        schedule(node);
    }

    private void failed(Node node, RuntimeException error) {
        node.asking = false;
        node.askedOnce = true;
        node.report = null;
        node.failures++;
        node.trouble = reason(error);
        Reign reign = reigns.current();
        if (reign != null && reign.isUsable() && reign.address().equals(node.address)) {
            doubt(reign, node.trouble);
        }
        judge();
        schedule(node);
        if (!node.configured && node.failures > FORGOTTEN_AFTER && !isMentioned(node.address)) {
            nodes.remove(node.address);
            node.close();
        }
    }

    private static String reason(Throwable error) {
        Throwable cause =
                error.getCause() == null && error.getSuppressed().length > 0 ? error.getSuppressed()[0] : error;
        return String.valueOf(cause.getMessage());
    }

    private void schedule(Node node) {
        Reign reign = reigns.current();
        boolean settled = reign != null && reign.isUsable();
        if (!settled) {
            pause = Math.min(LONGEST_PAUSE_NANOS, pause + pause / 4);
        }
        long wait = settled ? settings.probeInterval().toNanos() : pause;
        node.nextAsk = System.nanoTime() + ThreadLocalRandom.current().nextLong(wait / 2, wait + wait / 2);
    }

    private void learn(HostAndPort address) {
        nodes.computeIfAbsent(address, a -> {
            LOG.debug("learned of {}", a);
            return new Node(a, false, settings.connector());
        });
    }

    private boolean isMentioned(HostAndPort address) {
        return reports().stream()
                .anyMatch(r -> address.equals(r.follows())
                        || r.replicas().stream().anyMatch(x -> x.address().equals(address)));
    }

    // ---- judging -------------------------------------------------------------------------------------------------

    private Collection<NodeReport> reports() {
        List<NodeReport> reports = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (node.report != null && !node.stale) {
                reports.add(node.report);
            }
        }
        return reports;
    }

    private void judge() {
        Reign reign = reigns.current();
        if (reign == null && !hasHeardEnough()) {
            return;
        }
        Collection<NodeReport> reports = reports();
        int silent = nodes.size() - reports.size();
        Judge.Decision decision = Judge.decide(reports, silent, reign == null ? null : reign.master());
        NodeReport master = decision.master();
        if (master == null) {
            reigns.explain(decision.reason() + " (" + troubles() + ")");
            if (reign != null && reign.isUsable()) {
                doubt(reign, decision.reason());
            }
        } else if (reign == null || !isOf(reign, master)) {
            enthrone(master, reign);
        } else if (reign.isSuspected()) {
            LOG.info("{} still is master", reign);
            reigns.confirm(reign);
        }
    }

    /** At first, everybody is heard once before anybody is believed, but not for long. */
    private boolean hasHeardEnough() {
        return System.nanoTime() - started > PATIENCE_NANOS
                || nodes.values().stream().allMatch(n -> n.askedOnce);
    }

    private static boolean isOf(Reign reign, NodeReport master) {
        boolean sameEpoch = master.epoch() == null || master.epoch().equals(reign.epoch());
        return sameEpoch
                && Judge.isSameProcess(master, reign.master())
                && master.address().equals(reign.address());
    }

    private void enthrone(NodeReport master, @Nullable Reign before) {
        NodePool pool = new NodePool(() -> open(master), settings.poolConfig());
        Reign reign = new Reign(master, pool);
        if (before != null) {
            before.end();
        }
        reigns.publish(reign);
        LOG.info("master is {}{}", reign, before == null ? "" : ", it was " + before);
        if (before != null) {
            workers.execute(before.pool()::abandon);
        }
    }

    /** Each connection is checked to have reached the master that was meant. */
    private NodeConnection open(NodeReport master) {
        NodeConnection connection = settings.connector().open(master.address());
        NodeReport there = connection.introduction();
        boolean sameEpoch =
                there.epoch() == null || master.epoch() == null || there.epoch().equals(master.epoch());
        if (there.master() && Judge.isSameProcess(there, master) && sameEpoch) {
            onOpen.accept(connection);
            return connection;
        }
        connection.abort();
        post(() -> askAnew(nodes.get(master.address())));
        throw new NotMasterException(master.address() + " is not the master that it was");
    }

    private String troubles() {
        return nodes.values().stream()
                .map(n -> n.address + ": " + (n.report == null ? n.trouble : n.report.master() ? "master" : "replica"))
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Reign reign = reigns.current();
        reigns.close();
        if (reign != null) {
            reign.pool().abandon();
        }
        nodes.values().forEach(Node::close);
    }
}
