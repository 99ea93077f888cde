package io.haredis.client.internal.topology;

import io.haredis.client.HaListener.Source;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.node.NodeReport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

/** The known nodes, and when each is asked next. Belongs to the control thread; questions run on workers. */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
    private static final int FORGOTTEN_AFTER = 20;
    /** Addresses that gossip alone has named, at a time. */
    private static final int MOST_STRANGERS = 16;

    private final Map<HostAndPort, Node> nodes = new LinkedHashMap<>();
    private final Settings settings;
    private final Questions questions;
    private final Rhythm rhythm;
    private long doubtedAt = System.nanoTime();
    private long heard;

    Roster(Settings settings, Executor workers, Questions.Replies replies) {
        this.settings = settings;
        this.questions = new Questions(workers, replies, settings.probeInterval());
        this.rhythm = new Rhythm(settings.probeInterval());
        settings.nodes().forEach(address -> nodes.put(address, new Node(address, true, settings.connector())));
    }

    @Nullable
    Node find(HostAndPort address) {
        return nodes.get(address);
    }

    Node learn(HostAndPort address) {
        return nodes.computeIfAbsent(address, a -> {
            LOG.debug("learned of {}", a);
            return new Node(a, false, settings.connector());
        });
    }

    /** Nobody's last answer counts any more: all are asked at once. */
    void doubt() {
        doubtedAt = System.nanoTime();
        rhythm.doubt();
        nodes.values().forEach(node -> {
            node.stale = true;
            node.trouble = "no answer since the master was doubted";
            hurry(node, Source.ERROR);
        });
    }

    /** Asked now, or again at once if a question is out. */
    void hurry(Node node, Source cue) {
        node.cue = cue;
        node.again = node.asking;
        node.nextAsk = System.nanoTime();
        questions.askIfDue(node);
    }

    /** True if this process is known to be of the cluster; of another one, only where the application named the address. */
    boolean believes(HostAndPort address, String process) {
        Node node = find(address);
        return node != null && (node.configured || (!process.isEmpty() && process.equals(node.process)));
    }

    /**
     * Gossip on one node names another, and soon once more on every other one: it is asked once. Whoever may publish can name any
     * address, so one that no node names is asked and not believed; who told it may know more of it by now.
     */
    void gossip(HostAndPort from, HostAndPort named) {
        Node known = find(named);
        if (known == null || !known.isOfCluster()) {
            look(from);
        }
        if (known == null
                && nodes.values().stream().filter(n -> !n.isOfCluster()).count() >= MOST_STRANGERS) {
            return;
        }
        Node node = learn(named);
        long now = System.nanoTime();
        if (now - node.toldAt >= Rhythm.LOOK_NANOS) {
            node.toldAt = now;
            hurry(node, Source.GOSSIP);
        }
    }

    /** The address may lead elsewhere now. */
    void reconnect(HostAndPort address) {
        Node node = find(address);
        if (node != null) {
            node.reconnect();
            hurry(node, Source.ERROR);
        }
    }

    /** After an error, of which many calls may see the like: now, but not again at once. */
    void look(HostAndPort address) {
        Node node = find(address);
        if (node == null) {
            return;
        }
        long soon = node.askedAt + Rhythm.LOOK_NANOS;
        if (soon - System.nanoTime() <= 0) {
            hurry(node, Source.ERROR);
        } else if (node.asking) {
            node.soon = true;
        } else if (soon - node.nextAsk < 0) {
            node.cue = Source.ERROR;
            node.nextAsk = soon;
        }
    }

    void askDue() {
        nodes.values().removeIf(this::isSpent);
        nodes.values().forEach(questions::askIfDue);
    }

    /** Gossip alone named it, it was asked, and nobody of the cluster has named it meanwhile. */
    private boolean isSpent(Node node) {
        boolean asked = node.askedOnce && !node.asking && node.cue == Source.PROBE; // no news since
        boolean spent = !node.isOfCluster() && asked && node.nextAsk - System.nanoTime() <= 0;
        if (spent) {
            node.close();
        }
        return spent;
    }

    long nextDue() {
        return nodes.values().stream()
                .filter(node -> !node.asking)
                .mapToLong(node -> node.nextAsk)
                .min()
                .orElse(System.nanoTime() + settings.probeInterval().toNanos());
    }

    /** It has answered, or failed to. */
    private void asked(Node node) {
        node.askedOnce = true;
        questions.over(node);
    }

    /** Takes an answer; one to a question from before the last doubt is stale, and asked again. */
    void note(Node node, NodeReport report) {
        asked(node);
        node.report = report;
        node.understood = true;
        node.failures = 0;
        node.stale = node.askedAt - doubtedAt < 0;
        node.again |= node.stale;
        boolean known = node.process.isEmpty() ? node.named : node.isOurs() || isMentioned(node.address);
        if (node.configured || known) {
            believe(node, report);
        }
    }

    /** What it says counts, and whom it names. */
    private void believe(Node node, NodeReport report) {
        node.process = report.runId();
        heard = Math.max(heard, report.epochOrZero());
        report.replicas().forEach(replica -> named(replica.address()));
        HostAndPort follows = report.follows();
        if (follows != null) {
            named(follows);
        }
    }

    /** By one who counts: so does its first answer, which may be there already if gossip was quicker. */
    void named(HostAndPort address) {
        Node node = learn(address);
        NodeReport unheeded = node.isOfCluster() ? null : node.report;
        node.named = true;
        if (unheeded != null) {
            believe(node, unheeded);
        }
    }

    /** Takes an answer that says no more than that it runs a script: what it said last stands. */
    void noteBusy(Node node, RuntimeException busy) {
        asked(node);
        node.trouble = String.valueOf(busy.getMessage());
    }

    /** Takes a failure. */
    void note(Node node, RuntimeException error) {
        asked(node);
        node.report = null;
        node.toldAt = System.nanoTime() - Rhythm.LOOK_NANOS; // what was told is not known yet
        node.failures++;
        node.trouble = Trouble.of(error, settings.connector().speaksTls(), node.understood);
        if (!node.configured && node.failures > FORGOTTEN_AFTER && !isMentioned(node.address)) {
            nodes.remove(node.address);
            node.close();
        }
    }

    /** A reign begins: soon everybody has something new to say, but who follows the new master has better things to do now. */
    void begin(Source cue) {
        long soon = rhythm.begin();
        nodes.values().forEach(node -> {
            node.early = 0;
            node.cue = cue;
            node.again |= node.asking;
            node.nextAsk = soon;
        });
    }

    /** After its answer, or its failure: when it is asked next. */
    void schedule(Node node, boolean settled, boolean catchingUp) {
        node.schedule(rhythm, nodes.size(), settled, catchingUp);
    }

    /** While all is well a replica has a spare connection, for when it is master. */
    void keepSpare(Node node) {
        if (rhythm.isCalm() && node.spare.isDue()) {
            questions.keepSpare(node);
        }
    }

    /** By one of those who count; if nobody does any more, by any other. */
    private boolean isMentioned(HostAndPort address) {
        List<NodeReport> counting = reports();
        return (counting.isEmpty() ? known().map(node -> node.report) : counting.stream())
                .filter(Objects::nonNull)
                .anyMatch(r -> address.equals(r.follows())
                        || r.replicas().stream().anyMatch(x -> x.address().equals(address)));
    }

    private Stream<Node> known() {
        return nodes.values().stream().filter(Node::isOfCluster);
    }

    /** Answers that count. */
    List<NodeReport> reports() {
        return nodes.values().stream()
                .filter(Node::counts)
                .map(node -> Objects.requireNonNull(node.report))
                .toList();
    }

    /**
     * The highest epoch that any node has told since a master was believed. Who told it may be silent now, or gone: an older
     * reign is over all the same.
     */
    long heard() {
        return heard;
    }

    /** This one is believed: also where a cluster was made anew, and counts from one again. */
    void believe(NodeReport master) {
        heard = master.epochOrZero();
    }

    /** Processes, not addresses, that are known and have not answered: one has several, its name and its IP, say. */
    int silent() {
        Set<String> seen = reports().stream().map(NodeReport::runId).collect(Collectors.toSet());
        return (int) known().filter(node -> !node.counts())
                .filter(node -> node.process.isEmpty() || seen.add(node.process))
                .count();
    }

    boolean areAllAskedOnce() {
        return nodes.values().stream().allMatch(node -> node.askedOnce);
    }

    Collection<Node> nodes() {
        return nodes.values();
    }

    void close() {
        nodes.values().forEach(Node::close);
    }
}
