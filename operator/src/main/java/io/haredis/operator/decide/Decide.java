package io.haredis.operator.decide;

import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one decision: what is the matter with this cluster, and what to do now. Pure. */
public final class Decide {
    private static final int OLDEST_MAJOR = 7;

    private Decide() {}

    /**
     * Decides.
     *
     * @param record null if there is none
     */
    public static Decision decide(Policy policy, Snapshot snapshot, @Nullable MasterRecord record) {
        Optional<NodeView> old = snapshot.all().stream()
                .filter(n -> n.state().filter(s -> !isSupported(s.version())).isPresent())
                .findFirst();
        if (old.isPresent()) {
            return tooOld(old.get().name(), old.get().state().orElseThrow().version());
        }
        if (record == null) {
            return FirstElection.of(policy, snapshot);
        }
        return underRecord(policy, snapshot.credible(record.epoch()), record);
    }

    private static Decision underRecord(Policy policy, Snapshot snapshot, MasterRecord record) {
        Decision verdict = MasterVerdict.of(policy, snapshot, record);
        Optional<Decision> ahead = aheadOfRecord(policy, snapshot, record, verdict);
        if (ahead.isPresent()) {
            return ahead.get();
        }
        return verdict.verdict() == Verdict.REIGNS ? reigning(policy, snapshot, record, verdict) : verdict;
    }

    /**
     * True if the recorded process answers and reigns, or did before somebody fenced it: nobody is elected without it,
     * whatever the election is held for. Who is master counts as one also if its keys are gone, and whoever is named.
     */
    public static boolean hasReigned(Snapshot snapshot, MasterRecord record) {
        Snapshot credible = snapshot.credible(record.epoch());
        NodeView holder = credible.node(record.holder());
        return holder.isProcess(record.process())
                && holder.state()
                        .filter(s ->
                                s.isMaster() || record.isEpochOfReign(s.keys().epochOrZero()))
                        .isPresent();
    }

    /** Why to wait for one who may reign on, though the record names another, or nobody. */
    public static Optional<Decision> awaited(Policy policy, Snapshot snapshot, MasterRecord record) {
        return MasterVerdict.awaited(policy, snapshot.credible(record.epoch()), record);
    }

    /** True if haredis works with a server of this version. */
    public static boolean isSupported(String version) {
        return major(version) >= OLDEST_MAJOR;
    }

    /** A server that is older: nothing is done to the cluster. */
    public static Decision tooOld(String node, String version) {
        return Decision.wait(
                Verdict.SERVER_TOO_OLD,
                node + " runs Redis " + version
                        + "; haredis needs Redis 7.0 or later or Valkey 8 or later and leaves this cluster alone");
    }

    private static Decision reigning(Policy policy, Snapshot snapshot, MasterRecord record, Decision verdict) {
        Reign reign = new Reign(snapshot, record);
        String aside = Replicas.aside(reign).orElse("");
        String sentence = verdict.sentence() + (aside.isEmpty() ? "" : "; " + aside);
        if (Replicas.isClosed(reign)) {
            return Decision.of(Verdict.REIGNS, sentence, new Action.Open(policy.minReplicas(record)));
        }
        List<Action> actions = new ArrayList<>(Moves.due(policy, reign).stream().toList());
        actions.addAll(Replicas.repairs(policy, reign));
        actions.addAll(Membership.changes(policy, reign));
        return new Decision(Verdict.REIGNS, sentence, aside, List.copyOf(actions));
    }

    /** A server is stamped above the record, or carries a higher epoch. */
    private static Optional<Decision> aheadOfRecord(
            Policy policy, Snapshot snapshot, MasterRecord record, Decision verdict) {
        if (Rule.REIGNING.on() && verdict.verdict() == Verdict.SUSPECT) {
            return Optional.empty();
        }
        // Whoever is elected must be above them as well.
        Set<String> others =
                verdict.actions().contains(new Action.Elect()) ? Set.of() : AnotherEra.nodes(snapshot, record);
        List<NodeView> nodes =
                snapshot.all().stream().filter(n -> !others.contains(n.name())).toList();
        long key = highest(nodes.stream()
                .flatMap(n -> n.state().stream())
                .map(s -> s.keys().epochOrZero())
                .toList());
        long stamp = highest(nodes.stream()
                .filter(n -> isLost(verdict) || !isLeaving(policy, record, n.name()))
                .flatMap(n -> n.state().stream())
                .map(s -> s.keys().fenceOrZero())
                .toList());
        if (Math.max(key, stamp) > record.epoch() + 1 || key > record.epoch()) {
            return Optional.of(Decision.of(
                    Verdict.LOST,
                    "a server carries epoch " + Math.max(key, stamp) + ", above the record's " + record.epoch()
                            + ": raising the record",
                    new Action.Raise(Math.max(key, stamp), holderHas(snapshot, record, Math.max(key, stamp)))));
        }
        if (stamp <= record.epoch()) {
            return Optional.empty();
        }
        int answering = snapshot.usable(record.voters()).size();
        if (answering < record.majority()) {
            return Optional.of(Decision.wait(
                    Verdict.UNKNOWN,
                    "an election for epoch " + stamp + " was interrupted, but only " + answering + " of "
                            + record.voters().size() + " nodes answer: waiting for a majority"));
        }
        return Optional.of(
                Decision.of(Verdict.LOST, "an election for epoch " + stamp + " was interrupted", new Action.Elect()));
    }

    /** Or too few answer to tell: then the stamps of all count. */
    private static boolean isLost(Decision verdict) {
        return verdict.verdict() == Verdict.LOST || verdict.verdict() == Verdict.UNKNOWN;
    }

    /**
     * The node that leaves next, or has left, is stamped for good (see {@link Membership}). Until the master is lost that says
     * nothing of an election: nobody is deposed for it because of one late answer.
     */
    private static boolean isLeaving(Policy policy, MasterRecord record, String name) {
        return !name.equals(record.holder())
                && (record.member(name).isEmpty()
                        || Membership.leavesNext(policy, record)
                                .filter(name::equals)
                                .isPresent());
    }

    private static boolean holderHas(Snapshot snapshot, MasterRecord record, long epoch) {
        NodeView holder = snapshot.node(record.holder());
        return holder.isProcess(record.chosen().runId())
                && holder.state()
                        .filter(s -> s.isMaster() && s.keys().epochOrZero() == epoch)
                        .isPresent();
    }

    private static long highest(Collection<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static int major(String version) {
        int dot = version.indexOf('.');
        try {
            return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
        } catch (NumberFormatException e) {
            return OLDEST_MAJOR;
        }
    }
}
