package io.haredis.operator.act;

import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.Member;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.wire.Links;
import io.haredis.protocol.Ballot;
import io.haredis.protocol.Candidate;
import io.haredis.protocol.Election;
import io.haredis.protocol.Mark;
import io.haredis.protocol.Rule;
import io.haredis.protocol.Skipped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Master lost, steps 0 to 3: detach and stamp a majority, only then read and choose, then write the choice into the
 * record if nobody else did.
 *
 * <p>A crash after any line leaves stamped nodes or a record that names a master: both are found and completed.
 */
public final class MasterElection {
    /** What became of it. */
    public sealed interface Result {
        /**
         * The choice is in the record; it has yet to be promoted.
         *
         * @param lossy true if it may lose data, which was accepted
         */
        record Recorded(Versioned versioned, String sentence, boolean lossy) implements Result {}

        /** Nothing was chosen. */
        record Failed(String sentence, boolean atRisk) implements Result {}
    }

    private final Links links;
    private final RecordStore store;
    private final RoleChanges changes;
    private final Set<String> halfPromoted;

    /**
     * Elections in one cluster.
     *
     * @param changes watch those detached, for what follows upon the choice
     * @param halfPromoted processes whose promotion failed halfway: last among equally fresh ones, never passed over for
     *     one that holds less
     */
    public MasterElection(Links links, RecordStore store, RoleChanges changes, Set<String> halfPromoted) {
        this.links = links;
        this.store = store;
        this.changes = changes;
        this.halfPromoted = halfPromoted;
    }

    /**
     * Holds one.
     *
     * @param seen the record as read just now, null if there is none
     * @param snapshot who answered just now
     * @param stages told when a majority is detached and when the choice is recorded
     */
    public Result hold(@Nullable Versioned seen, Snapshot snapshot, Policy policy, Stages stages)
            throws StoreException {
        MasterRecord record = seen == null ? null : seen.record();
        List<String> voters = record == null ? policy.names() : record.voters();
        long epoch = record == null ? highestSeen(snapshot) : record.epoch();
        try (Detachment detachment = new Detachment(links, changes)) {
            Optional<Indispensable> indispensable =
                    Optional.ofNullable(record).map(given -> new Indispensable(given, snapshot, policy, detachment));
            Optional<Result.Failed> failed = indispensable
                    .flatMap(Indispensable::awaited)
                    .or(() -> indispensable.flatMap(Indispensable::detachReigning))
                    .or(() -> detachMajority(detachment, record, snapshot.usable(voters), voters.size(), epoch))
                    .or(() -> indispensable.flatMap(Indispensable::sourceNotDetached));
            if (failed.isPresent()) {
                return failed.get();
            }
            stages.reached(Stage.DETACHED);
            List<Candidate> candidates = detachment.candidates(
                    record, halfPromoted, policy.requests().fenced());
            if (candidates == null) {
                return new Result.Failed("a detached node changed: another operator is at work", false);
            }
            Optional<Result.Failed> promoted = indispensable.flatMap(i -> i.promotedSince(candidates));
            if (promoted.isPresent()) {
                return promoted.get();
            }
            boolean lossAccepted = policy.acceptsLossIn(record == null ? 0 : record.epoch());
            Ballot ballot = ballot(record, snapshot, policy, lossAccepted, candidates);
            return switch (Election.hold(ballot)) {
                case Election.Undecided u -> new Result.Failed(u.sentence(), false);
                case Election.Disputed d -> new Result.Failed(d.sentence(), true);
                case Election.AtRisk r ->
                    new Result.Failed(
                            r.sentence() + policy.requests().choice(detachment.missing(voters), record), true);
                case Election.Elected e -> {
                    Versioned recorded = record(seen, epoch + 1, e.winner(), ballot, policy);
                    changes.recordIsOf(epoch + 1);
                    stages.reached(Stage.RECORDED);
                    String accepted = indispensable.map(Indispensable::givenUp).orElse("")
                            + (e.loss() == null ? "" : "; the loss was accepted: " + e.loss());
                    yield new Result.Recorded(recorded, e.sentence() + accepted, !accepted.isEmpty());
                }
            };
        }
    }

    private static Optional<Result.Failed> detachMajority(
            Detachment detachment, @Nullable MasterRecord record, List<NodeView> usable, int voters, long epoch) {
        detachment.detach(
                usable.stream()
                        .filter(n -> !detachment.contains(n.name()))
                        .filter(n -> Rule.DETACH_OLD.on()
                                || record == null
                                || !n.name().equals(record.holder()))
                        .toList(),
                epoch);
        if (detachment.size() >= Ballot.Electorate.majorityOf(voters)) {
            return Optional.empty();
        }
        String unfit = detachment.unableToAppend(usable);
        return Optional.of(new Result.Failed(
                "only " + detachment.size() + " of " + voters + " nodes could be detached" + detachment.refusals()
                        + unfit,
                !unfit.isEmpty()));
    }

    private static Ballot ballot(
            @Nullable MasterRecord record,
            Snapshot snapshot,
            Policy policy,
            boolean lossAccepted,
            List<Candidate> candidates) {
        if (record == null) {
            int unborn = (int) policy.names().stream()
                    .filter(n -> snapshot.node(n).isUnborn())
                    .count();
            int members = policy.names().size();
            return new Ballot(
                    new Ballot.Electorate(members, members / 2, policy.quorumDurability(), unborn),
                    Ballot.Reign.NONE,
                    null,
                    lossAccepted,
                    candidates);
        }
        return new Ballot(
                new Ballot.Electorate(record.voters().size(), record.k(), policy.quorumDurability(), 0),
                new Ballot.Reign(
                        record.holder(),
                        record.chosen().runId(),
                        record.chosen().replicationId(),
                        record.chosen().offset(),
                        Rule.BEFORE.on() ? record.reign() : record.epoch(),
                        record.latest(),
                        record.skipped()),
                record.mark(),
                lossAccepted,
                candidates);
    }

    /** The choice counts only if the record is still the one read at the beginning. */
    private Versioned record(@Nullable Versioned seen, long epoch, Candidate winner, Ballot ballot, Policy policy)
            throws StoreException {
        Chosen chosen = new Chosen(
                winner.runId(), winner.lineage().id(), winner.lineage().offset());
        if (seen == null) {
            SortedMap<String, Member> members = new TreeMap<>();
            policy.names().forEach(n -> members.put(n, new Member(null, null, true)));
            ballot.detached().forEach(c -> members.put(c.name(), new Member(c.runId(), null, true)));
            MasterRecord first = new MasterRecord(
                    epoch,
                    winner.name(),
                    chosen,
                    new Elected(),
                    members,
                    ballot.electorate().k(),
                    null);
            return store.create(first.with(winner.name(), new Member(winner.runId(), winner.runId(), true)));
        }
        // A mark that the winner does not reach was overruled, by a complete election or by a person: it is void.
        Mark mark = ballot.mark() != null && ballot.mark().isReachedBy(winner)
                ? ballot.mark().reachedBy(winner.lineage())
                : null;
        Skipped skipped = ballot.skippedBefore(epoch, winner);
        return store.replace(
                seen.expected(), seen.record().succeeded(epoch, winner.name(), chosen, new Elected(), mark, skipped));
    }

    /** Without a record: the epoch that the first one follows. A stamp is one above the epoch it was made in. */
    private static long highestSeen(Snapshot snapshot) {
        return snapshot.states()
                .map(s -> s.keys().credible(Integer.MAX_VALUE))
                .mapToLong(k -> Math.max(k.epochOrZero(), k.fenceOrZero() - 1))
                .max()
                .orElse(0);
    }
}
