package io.haredis.operator.act;

import io.haredis.operator.act.GuardedExec.Before;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Servers that are watched ahead of their change: while no master accepts writes, each needs one round trip less, and one
 * reading of the record less (ADR 15), if the record is read or written behind the WATCH anyway. Not thread-safe.
 */
final class Watches implements AutoCloseable {
    private final Links links;
    private final int database;
    private final Map<String, Watched> watched = new HashMap<>();

    private record Watched(Link link, Before before) {}

    Watches(Links links, int database) {
        this.links = links;
        this.database = database;
    }

    /**
     * Watches a process for its next change, and reads it behind that.
     *
     * @param link ours from now on: closed after that change, at the end of these watches, and if there is nothing to read
     * @return empty if it answers only errors
     */
    Optional<NodeState> watch(Link link) throws LinkException {
        return watched(link, new GuardedExec(links, link, database).look());
    }

    /** Watches several in the same time; null for one that answers only errors, or nothing. */
    List<@Nullable NodeState> watch(List<Link> several) {
        List<GuardedExec.Look> looks = several.stream()
                .map(link -> new GuardedExec(links, link, database).look())
                .toList();
        List<@Nullable NodeState> states = new ArrayList<>();
        for (int i = 0; i < several.size(); i++) {
            states.add(stateOf(several.get(i), looks.get(i)));
        }
        return states;
    }

    private @Nullable NodeState stateOf(Link link, GuardedExec.Look look) {
        try {
            return watched(link, look).orElse(null);
        } catch (LinkException e) {
            return null;
        }
    }

    private Optional<NodeState> watched(Link link, GuardedExec.Look look) throws LinkException {
        Before before = null;
        try {
            before = look.before();
        } finally {
            if (before == null) {
                link.close();
            }
        }
        if (before == null) {
            return Optional.empty();
        }
        Watched earlier = watched.put(before.state().runId(), new Watched(link, before));
        if (earlier != null && earlier.link() != link) {
            earlier.link().close();
        }
        return Optional.of(before.state());
    }

    boolean isWatched(Target target) {
        return watched.containsKey(target.runId());
    }

    /** The record is, or was a moment ago, of this epoch: known behind all the watches so far. */
    void recordIsOf(long epoch) {
        watched.replaceAll((runId, one) -> new Watched(one.link(), one.before().recorded(epoch)));
    }

    /** Changes a process, on the connection that watches it if there is one. */
    Outcome change(Target target, Guard guard, GuardedExec.Body body) {
        Watched ahead = watched.remove(target.runId());
        try (Link link = ahead != null ? ahead.link() : links.open(target.host(), target.port())) {
            GuardedExec exec = new GuardedExec(links, link, database);
            GuardedExec.Look look = ahead != null ? ahead::before : exec.look();
            return exec.change(target, guard, look, body).outcome();
        } catch (LinkException e) {
            return new Outcome.NoAnswer(target.node() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        watched.values().forEach(one -> one.link().close());
        watched.clear();
    }
}
