package io.haredis.e2e.bench;

import io.haredis.client.ClusterView;
import io.haredis.client.HaListener;
import io.haredis.client.NodeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import redis.clients.jedis.HostAndPort;

/** What the client told of a failover, for the report: where the time went. Thread-safe. */
final class Events implements HaListener {
    private final ConcurrentLinkedQueue<Event> all = new ConcurrentLinkedQueue<>();

    private record Event(long nanos, String what) {}

    private void add(String what) {
        all.add(new Event(System.nanoTime(), what));
    }

    /** Those after a shot, with their milliseconds; forgets all. */
    List<String> after(long shot) {
        List<String> told = new ArrayList<>();
        for (Event event = all.poll(); event != null; event = all.poll()) {
            if (event.nanos >= shot) {
                told.add(String.format(Locale.ROOT, "%.1f %s", (event.nanos - shot) / 1e6, event.what));
            }
        }
        return told;
    }

    @Override
    public void masterChanged(ClusterView before, ClusterView after, Source source) {
        add("changed to " + after.findMaster().map(NodeView::address).orElse(null) + " by " + source);
    }

    @Override
    public void masterSuspected(HostAndPort master, String reason) {
        add("suspected " + master + ": " + reason);
    }

    @Override
    public void masterConfirmed(HostAndPort master) {
        add("confirmed " + master);
    }

    @Override
    public void nodeUp(HostAndPort node) {
        add("up " + node);
    }

    @Override
    public void nodeDown(HostAndPort node, String reason) {
        add("down " + node + ": " + reason);
    }
}
