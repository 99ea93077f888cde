package io.haredis.operator.observe;

import io.haredis.operator.act.Pace;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.loop.Observer;
import io.haredis.operator.wire.JedisLinks;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Watches the servers behind one cluster's pods. Used by one loop; {@link #news} may be told by anybody. */
public final class ClusterObserver implements Observer, AutoCloseable {
    private record Address(String uid, String host) {}

    private record Watched(Address address, NodeWatcher watcher) {}

    private final Supplier<? extends Collection<PodView>> pods;
    private final JedisLinks links;
    private final int database;
    private final Pace pace;
    private final News news = new News();
    private long lookedAt;
    private final Map<String, Watched> watched = new HashMap<>();

    /**
     * An observer; it connects at the first look.
     *
     * @param pods the cluster's pods as the API last showed them
     * @param database the metadata database
     */
    public ClusterObserver(Supplier<? extends Collection<PodView>> pods, JedisLinks links, int database, Pace pace) {
        this.pods = pods;
        this.links = links;
        this.database = database;
        this.pace = pace;
        this.lookedAt = pace.nanos();
    }

    /** To be told when a pod or the specification changed. */
    public News news() {
        return news;
    }

    @Override
    public Snapshot look(boolean everything) throws InterruptedException {
        Map<String, PodView> current = new TreeMap<>();
        pods.get().forEach(pod -> current.put(pod.name(), pod));
        follow(current);
        notice(pace.since(lookedAt));
        lookedAt = pace.nanos();
        for (Watched one : watched.values()) {
            one.watcher().ask(everything);
        }
        for (Watched one : watched.values()) {
            one.watcher().awaitAnswer();
        }
        TreeMap<String, NodeView> nodes = new TreeMap<>();
        current.forEach((name, pod) -> nodes.put(name, view(pod)));
        return new Snapshot(nodes);
    }

    @Override
    public void awaitNews(Duration atMost) throws InterruptedException {
        news.await(atMost);
    }

    /** A loop looks several times a second. If it did not for long, the operator itself stood still. */
    private void notice(Duration gap) {
        if (gap.compareTo(STANDSTILL) > 0) {
            watched.values().forEach(one -> one.watcher().slept(gap));
        }
    }

    private NodeView view(PodView pod) {
        Watched one = watched.get(pod.name());
        return one == null
                ? new NodeView(pod.name(), pod, new Contact.Absent(), Duration.ZERO)
                : new NodeView(
                        pod.name(), pod, one.watcher().contact(), one.watcher().streamQuiet());
    }

    /** A pod that was made anew, or got another address, is another server. */
    private void follow(Map<String, PodView> current) {
        watched.entrySet().removeIf(entry -> {
            PodView pod = current.get(entry.getKey());
            boolean same = pod != null
                    && pod.ip() != null
                    && entry.getValue().address().equals(new Address(pod.uid(), pod.ip()));
            if (!same) {
                entry.getValue().watcher().close();
            }
            return !same;
        });
        current.forEach((name, pod) -> {
            String host = pod.ip();
            if (host != null && !watched.containsKey(name)) {
                NodeWatcher watcher = new NodeWatcher(name, host, database, links, pace, news);
                watcher.start();
                watched.put(name, new Watched(new Address(pod.uid(), host), watcher));
            }
        });
    }

    @Override
    public void close() {
        watched.values().forEach(one -> one.watcher().close());
        watched.clear();
    }
}
