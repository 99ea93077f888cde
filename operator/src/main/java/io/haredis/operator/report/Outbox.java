package io.haredis.operator.report;

import io.haredis.operator.act.Stage;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.loop.Happening;
import io.haredis.operator.loop.MasterChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the loop said and is not yet told. The leader tells all; another operator tells what led to a change of master that
 * it made itself, and forgets the rest. Thread-safe.
 */
final class Outbox {
    private static final int MOST = 50;
    private static final Duration RECENT = Duration.ofSeconds(30);

    private final EventRecorder events;
    private final ClusterRef cluster;
    private final Deque<Noted> happenings = new ArrayDeque<>();
    private @Nullable Made made;
    private long countedEpoch = -1;
    private boolean unwritten;

    private record Noted(Happening happening, Instant at) {}

    private record Made(MasterChange change, Instant at) {}

    Outbox(EventRecorder events, ClusterRef cluster) {
        this.events = events;
        this.cluster = cluster;
    }

    synchronized void happened(Happening happening) {
        happenings.add(new Noted(happening, Instant.now()));
        if (happenings.size() > MOST) {
            happenings.removeFirst();
        }
    }

    /** True if the change is complete and was not so before. */
    synchronized boolean changed(MasterChange change) {
        Made before = made;
        boolean known = before != null && before.change().equals(change);
        if (known || !change.stages().containsKey(Stage.PROMOTED)) {
            return false;
        }
        if (before == null || before.change().epoch() != change.epoch()) {
            made = new Made(change, Instant.now());
        } else {
            made = new Made(change, before.at());
        }
        unwritten = true;
        boolean counted = change.isComplete() && countedEpoch != change.epoch();
        if (counted) {
            countedEpoch = change.epoch();
        }
        return counted;
    }

    /** Tells what is to be told, and returns true if this process has just made a change of master. Throws what the client throws. */
    boolean deliver(boolean leads, StatusWriter writer) {
        Made change;
        List<Happening> due = new ArrayList<>();
        synchronized (this) {
            change = unwritten ? made : null;
            if (leads || change != null) {
                Instant recent = Instant.now().minus(RECENT);
                happenings.stream().filter(n -> n.at().isAfter(recent)).forEach(n -> due.add(n.happening()));
                happenings.clear();
            }
        }
        due.forEach(happening -> events.record(cluster, happening));
        if (change != null) {
            writer.write(Changes.forStatus(change.change(), change.at()));
            written(change);
        }
        return change != null;
    }

    private synchronized void written(Made change) {
        unwritten = !change.equals(made);
    }
}
