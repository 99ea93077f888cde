package io.haredis.protocol;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that an election depends on.
 *
 * @param electorate the configured nodes
 * @param reign the reign that ends, as the record has it
 * @param mark what a replica was seen to hold, null if nothing is known
 * @param lossAccepted true if a person, or the spec, accepts the loss of what missing nodes may hold
 * @param detached the members that were detached, in no particular order
 */
public record Ballot(
        Electorate electorate, Reign reign, @Nullable Mark mark, boolean lossAccepted, List<Candidate> detached) {

    /**
     * The configured nodes.
     *
     * @param members how many there are: the members in the record
     * @param k replicas that a quorum write must have reached
     * @param quorumDurability true if writes acknowledged by {@code WAIT k} must survive
     * @param unborn how many of them provably never held anything: new volume, no container ever started
     */
    public record Electorate(int members, int k, boolean quorumDurability, int unborn) {
        /** More than half of the configured nodes. */
        public int majority() {
            return majorityOf(members);
        }

        /** More than half of so many. */
        public static int majorityOf(int members) {
            return Rule.MAJORITY.on() ? members / 2 + 1 : 1;
        }
    }

    /**
     * The reign that ends.
     *
     * @param holder its master's name
     * @param runId its master's process
     * @param replicationId the id of its data when it was chosen
     * @param offset how much of them there was then: what is no longer has not seen this reign
     * @param epoch its number, that under which it began
     * @param latest the highest number that it reigned under: more than the first where the record was raised to one that its
     *     master carried
     * @param skipped numbers that neither it nor one before had
     */
    public record Reign(
            String holder, String runId, String replicationId, long offset, long epoch, long latest, Skipped skipped) {
        /** Before the first reign. */
        public static final Reign NONE = new Reign("", "", "", -1, 0, 0, Skipped.NONE);

        /** The number of the one before. */
        long precedent() {
            return skipped.precedent(epoch);
        }

        boolean isOf(Candidate candidate) {
            return holder.equals(candidate.name()) && runId.equals(candidate.runId());
        }
    }

    /**
     * Processes that the record does not count, with keys above the reign's, or skipped. No promotion precedes its record: either
     * their data are of another cluster or time, or the record is of before, and then a majority carries more than it says. Who
     * knows an id of this reign is of this cluster, whatever its keys say.
     */
    List<Candidate> strangers() {
        return detached.stream()
                .filter(c -> isOfNoReign(c) && !isKnown(c.lineage()))
                .toList();
    }

    /** True if most carry more than the record says. */
    boolean isRecordOld() {
        return strangers().stream()
                        .filter(c -> c.keys().epochOrZero() > latest())
                        .count()
                >= electorate.majority();
    }

    /** Those whose keys, or the record that counts them, speak for the recorded reign or one before. */
    List<Candidate> ofThisEra() {
        return detached.stream()
                .filter(c -> c.counted() || (!isOfNoReign(c) && (c.keys().epoch() != null || isKnown(c.lineage()))))
                .toList();
    }

    private boolean isOfNoReign(Candidate candidate) {
        long epoch = candidate.keys().epochOrZero();
        return !reign.equals(Reign.NONE)
                && !candidate.counted()
                && (epoch > latest() || reign.skipped().contains(epoch));
    }

    /** What counts is of this reign, also with a number that an application wrote. */
    private long latest() {
        return detached.stream()
                .filter(Candidate::counted)
                .mapToLong(c -> c.keys().epochOrZero())
                .reduce(reign.latest(), Math::max);
    }

    /** Numbers that no reign had once the winner's has this one: it begins from one that was somebody's. */
    public Skipped skippedBefore(long next, Candidate winner) {
        Skipped before = winner.counted()
                ? reign.skipped()
                : reign.skipped().without(winner.keys().epochOrZero());
        List<Candidate> strangers = strangers();
        long highest = detached.stream()
                .filter(c -> c.equals(winner) || !strangers.contains(c))
                .mapToLong(c -> c.keys().epochOrZero())
                .reduce(reign.latest(), Math::max);
        return before.and(highest + 1, next - 1);
    }

    /** The same as if these were at hand, and empty. */
    Ballot without(List<Candidate> others) {
        int unborn = electorate.unborn() + others.size();
        return new Ballot(
                new Electorate(electorate.members(), electorate.k(), electorate.quorumDurability(), unborn),
                reign,
                mark,
                lossAccepted,
                detached.stream().filter(c -> !others.contains(c)).toList());
    }

    /** True if no node is missing that could hold anything. */
    boolean isComplete() {
        return missing() <= 0;
    }

    int missing() {
        return electorate.members() - electorate.unborn() - detached.size();
    }

    /**
     * The reign that a candidate's data is of.
     *
     * @param epoch its number, 0 if nothing tells
     * @param counted true if the record counts the process
     */
    record Standing(long epoch, boolean counted) implements Comparable<Standing> {
        private static final Comparator<Standing> ORDER =
                Comparator.comparingLong(Standing::epoch).thenComparing(Standing::counted);

        @Override
        public int compareTo(Standing other) {
            return ORDER.compare(this, other);
        }
    }

    /** Of the best of those all of whose data it holds: who beats the one beats the other. */
    Standing standing(Candidate candidate) {
        Long key = candidate.keys().epoch();
        return held(candidate).stream()
                .map(one -> new Standing(
                        // An estimate ends at a key that stands later in the same data.
                        key != null && one.keys().epoch() == null ? Math.min(epoch(one), key) : epoch(one),
                        one.counted()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What it can say of itself. */
    Standing ownStanding(Candidate candidate) {
        return new Standing(epoch(candidate), candidate.counted());
    }

    /** Those all of whose data it holds, itself included, also by way of a third that knows the ids of both. */
    private Set<Candidate> held(Candidate candidate) {
        Set<Candidate> held = new HashSet<>(Set.of(candidate));
        boolean more = true;
        while (more) {
            more = held.addAll(detached.stream()
                    .filter(one -> held.stream().anyMatch(by -> one.lineage().isPrefixOf(by.lineage())))
                    .toList());
        }
        return held;
    }

    /**
     * The epoch of a candidate's data. Absent is unknown, not zero: the keys of a counted process were deleted since it was
     * in sync, by a FLUSHALL say. Of which reign it is, its replication ids tell. Under the chosen id itself, or with no more
     * than the chosen one had (a replica shows the new id before it has a byte under it), it has not seen the promotion, and
     * is of a reign before.
     */
    private long epoch(Candidate candidate) {
        Long epoch = candidate.keys().epoch();
        if (epoch != null) {
            return epoch;
        }
        if (!candidate.counted() || !isKnown(candidate.lineage())) {
            return 0;
        }
        Lineage lineage = candidate.lineage();
        boolean before =
                Rule.BEFORE.on() && (lineage.id().equals(reign.replicationId()) || lineage.offset() <= reign.offset());
        return before ? reign.precedent() : reign.epoch();
    }

    /** It has, or had, an id of the recorded reign, or the one that this reign began from. */
    private boolean isKnown(Lineage lineage) {
        return lineage.knows(reign.replicationId()) || (mark != null && lineage.knows(mark.id()));
    }

    /**
     * True if its data is of the stream that its reign's replicas acknowledged, and no branch of it: a server that somebody
     * made master has a replication id of its own from then on. The mark tells the id of the recorded reign's stream, once
     * it is no longer one that was taken over; the record that of the reign before. Until the mark does, who saw the
     * promotion has the chosen id as its former one, and the reign's key.
     */
    boolean isOfTheMainStream(Candidate candidate) {
        Lineage lineage = candidate.lineage();
        boolean chosen = lineage.id().equals(reign.replicationId());
        boolean marked = mark != null && lineage.id().equals(mark.id());
        if (epoch(candidate) < reign.epoch()) {
            return chosen || marked;
        }
        boolean told = mark != null && !mark.id().equals(reign.replicationId());
        return told ? marked : !chosen && isOneAfterTheChosen(lineage.id());
    }

    /** The key of the reign tells that it was promoted, and not by hand. */
    private boolean isOneAfterTheChosen(String id) {
        return detached.stream()
                .filter(one -> orElse(one.keys().epoch(), -1) >= reign.epoch())
                .map(Candidate::lineage)
                .anyMatch(one -> one.id().equals(id) && one.knows(reign.replicationId()));
    }

    private static long orElse(@Nullable Long value, long other) {
        return value == null ? other : value;
    }

    /** A process that holds nothing of the cluster's data: no epoch, foreign replication id, not one that the record counts. */
    boolean isEmpty(Candidate candidate) {
        return candidate.keys().epoch() == null && !candidate.counted() && !isKnown(candidate.lineage());
    }
}
