package io.haredis.e2e.bench;

import io.haredis.client.ClusterView;
import io.haredis.client.HaListener;
import io.haredis.client.NodeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import redis.clients.jedis.HostAndPort;

/** What the client told of a failover, for the report: where the time went. Thread-safe. */
final class Events implements HaListener {
    private static final String CHANGED = "changed";
    private static final String SUSPECTED = "suspected";
    private final ConcurrentLinkedQueue<Event> all = new ConcurrentLinkedQueue<>();

    private record Event(long nanos, String what) {
        boolean isAfter(long shot, String kind) {
            return nanos >= shot && what.startsWith(kind);
        }
    }

    private void add(String what) {
        all.add(new Event(System.nanoTime(), what));
    }

    /** From the first doubt after a shot, where there was one, to the first change of master; empty without a change. */
    Optional<Span> change(long shot) {
        OptionalLong changed = first(shot, CHANGED);
        OptionalLong doubted = first(shot, SUSPECTED);
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Span(Math.min(doubted.orElse(Long.MAX_VALUE), changed.getAsLong()), changed.getAsLong()));
    }

    private OptionalLong first(long shot, String kind) {
        return all.stream()
                .filter(event -> event.isAfter(shot, kind))
                .mapToLong(Event::nanos)
                .findFirst();
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
        add(CHANGED + " to " + after.findMaster().map(NodeView::address).orElse(null) + " by " + source);
    }

    @Override
    public void masterSuspected(HostAndPort master, String reason) {
        add(SUSPECTED + " " + master + ": " + reason);
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
