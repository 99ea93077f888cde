package io.haredis.operator.act;

import io.haredis.operator.act.RoleChanges.Reached;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.protocol.Candidate;
import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Steps 1 and 2 of an election: the nodes that were detached and stamped, and what they hold. Each keeps its connection,
 * so that what is read belongs to the very process that was detached.
 */
final class Detachment implements AutoCloseable {
    private record Detached(Target target, Link link, boolean wasSyncing) {}

    private final Links links;
    private final RoleChanges changes;
    private final List<Detached> detached = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Set<String> half = new HashSet<>();
    private final Set<String> overtaken = new HashSet<>();
    /** Whose the connections are. */
    private boolean watched;

    Detachment(Links links, RoleChanges changes) {
        this.links = links;
        this.changes = changes;
    }

    /** Detaches nodes that answered just now. A refusal is remembered, not thrown: a majority may do without it. */
    void detach(List<NodeView> nodes, long recordEpoch) {
        List<Reached> reached = nodes.stream().flatMap(n -> reach(n).stream()).toList();
        List<Outcome> outcomes = List.of();
        try {
            outcomes = changes.detach(reached, recordEpoch);
        } finally {
            if (outcomes.isEmpty()) {
                reached.forEach(one -> one.link().close());
            }
        }
        for (int i = 0; i < reached.size(); i++) {
            Reached one = reached.get(i);
            if (outcomes.get(i) instanceof Outcome.Done done) {
                detached.add(new Detached(
                        one.target(), one.link(), done.before().health().syncing()));
            } else {
                refusals.add(outcomes.get(i).told());
                if (outcomes.get(i) instanceof Outcome.Half) {
                    half.add(one.target().node());
                } else if (outcomes.get(i) instanceof Outcome.Overtaken) {
                    overtaken.add(one.target().node());
                }
                one.link().close();
            }
        }
    }

    private Optional<Reached> reach(NodeView node) {
        Target target = Target.of(node, node.state().orElseThrow().runId());
        try {
            return Optional.of(new Reached(target, links.open(target.host(), target.port())));
        } catch (LinkException e) {
            refusals.add(node.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    boolean contains(String node) {
        return detached.stream().anyMatch(one -> one.target().node().equals(node));
    }

    /** Somebody else changed it in the same moment. */
    boolean wasOvertakenAt(String node) {
        return overtaken.contains(node);
    }

    /** It cannot be stamped, however often it is tried: its append-only file or its scripts fail. */
    boolean isUnfit(NodeView node) {
        return half.contains(node.name())
                || node.state().filter(s -> s.health().appendFailed()).isPresent();
    }

    /** A node that cannot be stamped takes no part in an election; empty if there is none. */
    String unableToAppend(List<NodeView> tried) {
        String names = tried.stream()
                .filter(n -> !contains(n.name()))
                .filter(n -> n.state().filter(s -> s.health().appendFailed()).isPresent())
                .map(NodeView::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? ""
                : ". " + names
                        + " cannot write to disk (append-only file) and takes no part until it can: free space on "
                        + "its volume or enlarge it, or bring another node back";
    }

    /** The names of those that are not among the detached. */
    String missing(List<String> of) {
        return of.stream().filter(n -> !contains(n)).collect(Collectors.joining(", "));
    }

    int size() {
        return detached.size();
    }

    /** Why nodes are missing among the detached, for the log. */
    String refusals() {
        return refusals.isEmpty() ? "" : " (" + String.join("; ", refusals) + ")";
    }

    /**
     * Reads all now, and watches them from here on for their promotion and attachment; null if one is not as it was
     * detached, so that somebody else is at work.
     */
    @Nullable
    List<Candidate> candidates(@Nullable MasterRecord record, Set<String> halfPromoted, Set<String> fenced) {
        List<Candidate> candidates = new ArrayList<>();
        long epoch = record == null ? Integer.MAX_VALUE : record.epoch();
        List<@Nullable NodeState> states =
                changes.watch(detached.stream().map(Detached::link).toList());
        watched = true; // whoever watches closes them
        for (int i = 0; i < detached.size(); i++) {
            NodeState state = states.get(i);
            if (state == null || !(state.isFenced() || !Rule.DETACH.on())) {
                return null;
            }
            candidates.add(candidate(detached.get(i), state.credible(epoch), record, halfPromoted, fenced));
        }
        return candidates;
    }

    private static Candidate candidate(
            Detached one,
            NodeState state,
            @Nullable MasterRecord record,
            Set<String> halfPromoted,
            Set<String> fenced) {
        String name = one.target().node();
        return new Candidate(
                name,
                state.runId(),
                record != null && record.counts(name, state.runId()),
                state.lineage(),
                state.keys(),
                new Candidate.Health(
                        one.wasSyncing(),
                        state.health().saveFailed() || halfPromoted.contains(state.runId()),
                        state.health().appendFailed(),
                        fenced.contains(name)));
    }

    @Override
    public void close() {
        if (!watched) {
            detached.forEach(one -> one.link().close());
        }
    }
}
