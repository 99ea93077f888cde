package io.haredis.operator.simulate;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.loop.Observer;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.StateReader;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at the modelled servers by the shipped {@link StateReader}, one after the other, as the real observer does. */
final class SimulatedObserver implements Observer {
    private static final class Watched {
        @Nullable
        Link link;

        @Nullable
        NodeState whole;

        @Nullable
        Contact heard;

        boolean refused;
        boolean troubled = true;
        long troubledSince;
        long offset = -1;
        long offsetMovedAt;
        int briefs;
    }

    private final Cluster cluster;
    private final World world;
    private final String party;
    private final SimulatedLinks links;
    private final StateReader reader = new StateReader(15);
    private final Map<String, Watched> watched = new TreeMap<>();
    private final Supplier<@Nullable String> deadForIt;
    private long lookedAt;
    private long waiting = -1;
    private @Nullable Task waits;

    SimulatedObserver(Cluster cluster, Party party, Supplier<@Nullable String> deadForIt) {
        this.deadForIt = deadForIt;
        this.cluster = cluster;
        this.world = cluster.world;
        this.party = party.name();
        this.links = new SimulatedLinks(cluster, new Looking(party.name()), MISSED.toNanos());
        this.lookedAt = world.now();
    }

    /** Looking is no effect: an operator that is held there is held before its next effect just as well. */
    private record Looking(String name) implements Party {
        @Override
        public void step() {}
    }

    @Override
    public Snapshot look(boolean everything) {
        cluster.checks.looks(party);
        long gap = world.now() - lookedAt;
        if (gap > STANDSTILL.toNanos()) {
            watched.values().forEach(w -> {
                w.troubledSince += gap;
                w.offsetMovedAt += gap;
            });
        }
        lookedAt = world.now();
        TreeMap<String, NodeView> nodes = new TreeMap<>();
        for (PodView pod : cluster.pods()) {
            Watched one = watched.computeIfAbsent(pod.name(), name -> {
                Watched fresh = new Watched();
                fresh.troubledSince = world.now();
                fresh.offsetMovedAt = world.now();
                return fresh;
            });
            long asked = world.now();
            ask(one, String.valueOf(pod.ip()), everything);
            Duration waited = Duration.ofNanos(world.now() - asked);
            String dead = deadForIt.get();
            Contact contact = pod.name().equals(dead) ? new Contact.Refused(STANDSTILL) : contact(one, waited);
            Duration quiet = dead == null ? Duration.ofNanos(world.now() - one.offsetMovedAt) : Duration.ofMinutes(1);
            nodes.put(pod.name(), new NodeView(pod.name(), pod, contact, quiet));
        }
        return new Snapshot(nodes);
    }

    /** One that is held while it waits finds the answer late, if it was there in time or not. */
    private Contact contact(Watched one, Duration waited) {
        Contact heard = one.heard;
        if (heard != null) {
            return waited.compareTo(MISSED) > 0 ? new Contact.Silent(waited) : heard;
        }
        Duration since = Duration.ofNanos(world.now() - one.troubledSince);
        return one.refused ? new Contact.Refused(since) : new Contact.Silent(since);
    }

    private void ask(Watched one, String host, boolean everything) {
        long began = world.now();
        boolean reused = one.link != null;
        try {
            hear(one, askOnce(one, host, everything));
        } catch (LinkException e) {
            one.link = null;
            one.whole = null;
            if (reused && e.why() == LinkException.Cause.CLOSED) {
                ask(one, host, everything);
                return;
            }
            boolean refused = e.why() == LinkException.Cause.REFUSED;
            if (!one.troubled || refused != one.refused) {
                one.troubledSince = began;
            }
            one.troubled = true;
            one.refused = refused;
            one.heard = null;
        }
    }

    private Contact askOnce(Watched one, String host, boolean everything) throws LinkException {
        Link link = one.link;
        if (link == null) {
            link = links.open(host, PodView.PORT);
            one.link = link;
            one.whole = null;
        }
        NodeState earlier = one.whole;
        if (earlier != null && !everything && ++one.briefs < WHOLE_EVERY) {
            return reader.brief(link, earlier);
        }
        one.briefs = 0;
        Contact contact = reader.whole(link);
        one.whole = contact instanceof Contact.Answers a ? a.state() : null;
        return contact;
    }

    private void hear(Watched one, Contact contact) {
        one.troubled = false;
        one.heard = contact;
        if (contact instanceof Contact.Answers a && a.state().lineage().offset() != one.offset) {
            one.offset = a.state().lineage().offset();
            one.offsetMovedAt = world.now();
        }
    }

    @Override
    public void awaitNews(Duration atMost) {
        Task task = world.running();
        long number = task.nextWait();
        waiting = number;
        waits = task;
        world.after(atMost.toNanos(), () -> task.wake(number));
        task.suspend();
        waits = null;
    }

    /** Its address is another one. */
    void succeeded(Node node) {
        watched.remove(node.name);
    }

    /** A subscribed connection was closed: the process ended. */
    void closed(Node node) {
        Task task = waits;
        if (task != null && cluster.network.passes(node.name, party)) {
            long number = waiting;
            world.after(cluster.network.latency(), () -> task.wake(number));
        }
    }
}
