package io.haredis.protocol;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The election rule: who, of the nodes that were detached, becomes master.
 *
 * <ol>
 *   <li>A majority of the configured nodes must be detached; under quorum durability enough of them must moreover be
 *       processes that have forgotten nothing.
 *   <li>A process that the record does not count and whose keys are of no reign of it is passed over where a majority is
 *       of one, or one has a higher number: its data are of another cluster or time. Else nobody is elected beside one of
 *       them, but where most carry more and none of the others counts: then the record is old.
 *   <li>A node whose data is a proper prefix of another's never wins: within one replication id the offset is exact.
 *   <li>Among the rest: epoch, a process that never restarted, the reign's own stream, beat, opcounter, the holder, an
 *       intact save, the name. Whose save failed gives way to one that provably holds as much.
 *   <li>The winner must reach the mark, unless nobody is missing who could hold more.
 * </ol>
 *
 * The order of the candidates never matters. Pure and thread-safe.
 */
public final class Election {
    private Election() {}

    /** The outcome: a winner, or the reason why there is none. */
    public sealed interface Result {}

    /**
     * The winner, with the sentence that explains it.
     *
     * @param loss what may be lost by it and was accepted, null if nothing is
     */
    public record Elected(
            Candidate winner, String sentence, @Nullable String loss) implements Result {}

    /** No choice is possible yet: more nodes must answer. */
    public record Undecided(String sentence) implements Result {}

    /** Two data sets, one of another cluster or time: a person tells which. No accepted loss replaces that choice. */
    public record Disputed(String sentence) implements Result {}

    /** A choice would lose data: a person decides, or missing nodes return. */
    public record AtRisk(String sentence) implements Result {}

    /** Applies the rule to the ballot. */
    public static Result hold(Ballot ballot) {
        Result refusal = majority(ballot);
        if (refusal != null) {
            return refusal;
        }
        List<Candidate> strangers = ballot.strangers();
        List<Candidate> own = ballot.ofThisEra();
        if (!strangers.isEmpty()
                && (own.size() >= ballot.electorate().majority() || highest(own) > highest(strangers))) {
            return choose(ballot.without(strangers));
        }
        List<Candidate> sure = own.stream().filter(Candidate::counted).toList();
        return strangers.isEmpty() || own.isEmpty() || (sure.isEmpty() && ballot.isRecordOld())
                ? choose(ballot)
                : new Disputed(anotherEra(ballot, first(strangers), first(sure.isEmpty() ? own : sure)));
    }

    private static String anotherEra(Ballot ballot, Candidate other, Candidate own) {
        return other.name() + " carries epoch " + other.keys().epochOrZero() + ", which no recorded reign had, up to "
                + ballot.reign().epoch() + ", and " + own.name()
                + " does not: the data of one are of another cluster or"
                + " time. Delete the pod and the volume claim of that one, or bring the missing nodes back";
    }

    private static long highest(List<Candidate> some) {
        return some.stream().mapToLong(c -> c.keys().epochOrZero()).max().orElse(0);
    }

    private static Candidate first(List<Candidate> some) {
        return Collections.min(some, Comparator.comparing(Candidate::name));
    }

    private static Result choose(Ballot ballot) {
        String forgotten = forgotten(ballot);
        if (forgotten != null && !ballot.lossAccepted()) {
            return new AtRisk(forgotten);
        }
        Comparator<Candidate> order = order(ballot);
        List<Candidate> eligible =
                ballot.detached().stream().filter(Candidate::isEligible).toList();
        if (eligible.isEmpty()) {
            return new Undecided("none of the " + ballot.detached().size() + " detached nodes is eligible: "
                    + "each is in a full sync, cannot write its append-only file, or is fenced by hand");
        }
        Candidate best = intact(eligible, freshest(eligible, order), order);
        Optional<Candidate> syncing =
                fresher(ballot, best, c -> Rule.SYNCING.on() && c.health().syncing());
        if (syncing.isPresent()) {
            return new Undecided(
                    syncing.get().name() + " was in the middle of a full sync and may hold more: looking again");
        }
        String risk = forgotten != null ? forgotten : risk(ballot, best);
        return risk == null || ballot.lossAccepted()
                ? new Elected(best, sentence(best, ballot), risk)
                : new AtRisk(risk);
    }

    /** Rule "majority". No acceptance of loss replaces one. */
    private static @Nullable Result majority(Ballot ballot) {
        Ballot.Electorate electorate = ballot.electorate();
        int detached = ballot.detached().size();
        if (detached < electorate.majority()) {
            return new Undecided(detached + " of " + electorate.members() + " nodes could be detached, a majority is "
                    + electorate.majority());
        }
        if (ballot.reign().equals(Ballot.Reign.NONE) && !ballot.isComplete()) {
            return new Undecided("without a record all nodes must be detached or provably new, " + ballot.missing()
                    + " of " + electorate.members() + " are missing");
        }
        return null;
    }

    /** Rule "quorumRunId". With every node at hand nobody missing can know more. */
    private static @Nullable String forgotten(Ballot ballot) {
        Ballot.Electorate electorate = ballot.electorate();
        int detached = ballot.detached().size();
        long counted = ballot.detached().stream().filter(Candidate::counted).count();
        // Never more lenient than the members are many: k goes up before a joining node is one of them.
        int needed = electorate.members() - Math.min(electorate.k(), electorate.members() / 2);
        return Rule.QUORUM_RUN_ID.on() && electorate.quorumDurability() && !ballot.isComplete() && counted < needed
                ? "only " + counted + " of the " + detached
                        + " detached nodes never restarted, durability Quorum needs " + needed + " or all "
                        + electorate.members() + " nodes"
                : null;
    }

    /** The best of those whose data is not a proper prefix of another's. */
    private static Candidate freshest(List<Candidate> candidates, Comparator<Candidate> order) {
        return candidates.stream()
                .filter(one -> candidates.stream().noneMatch(one::isOlderThan))
                .max(order)
                .orElseThrow();
    }

    /**
     * Whose save, or promotion, failed gives way to one that provably holds as much, and to no other: two promotions that
     * fail halfway leave replication ids that nobody else knows.
     */
    private static Candidate intact(List<Candidate> candidates, Candidate best, Comparator<Candidate> order) {
        return !Rule.SAVE_FAILED.on() || !best.health().saveFailed()
                ? best
                : candidates.stream()
                        .filter(c -> !c.health().saveFailed() && best.lineage().isPrefixOf(c.lineage()))
                        .filter(c -> candidates.stream().noneMatch(c::isOlderThan))
                        .max(order)
                        .orElse(best);
    }

    /** Across replication ids, where offsets say nothing. */
    private static Comparator<Candidate> freshness(Ballot ballot) {
        return Comparator.comparing(ballot::standing)
                .thenComparing(ballot::ownStanding)
                .thenComparing(c -> Rule.MAIN_STREAM.on() && ballot.isOfTheMainStream(c))
                .thenComparing(c -> c.keys().beat(), Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(c -> c.keys().opcounter(), Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    private static Comparator<Candidate> order(Ballot ballot) {
        return freshness(ballot)
                .thenComparing(ballot.reign()::isOf)
                .thenComparing(c -> !c.health().saveFailed())
                .thenComparing(Candidate::name, Comparator.reverseOrder());
    }

    /** Rule "mark", and the refusal to pass over fresher data that sits on a node which is not eligible. */
    private static @Nullable String risk(Ballot ballot, Candidate best) {
        Optional<Candidate> barred = fresher(ballot, best, Candidate::isBarred);
        if (barred.isPresent()) {
            return barred.get().name() + " holds the freshest data but "
                    + (barred.get().health().fencedByHand()
                            ? "is fenced by hand"
                            : "cannot write its append-only file");
        }
        if (ballot.isComplete()) {
            return null;
        }
        String missing = ballot.missing() == 1 ? "one node is" : ballot.missing() + " nodes are";
        if (ballot.isEmpty(best)) {
            return "the freshest node at hand, " + best.name() + ", is empty, and " + missing + " missing";
        }
        // Whoever restarted may carry an old file with an old epoch; the one that kept the data may be the missing one.
        if (Rule.RESTARTED.on() && ballot.detached().stream().noneMatch(Candidate::counted)) {
            return "all " + ballot.detached().size() + " nodes at hand restarted, and " + missing + " missing";
        }
        Mark mark = ballot.mark();
        if (Rule.MARK.on() && mark != null && !isReached(mark, ballot, best)) {
            return "the freshest node at hand, " + best.name() + ", may lack writes that a replica held before, and "
                    + missing + " missing";
        }
        return null;
    }

    /** By the candidate itself, or by one whose data it provably holds: a full sync forgets the former id. */
    private static boolean isReached(Mark mark, Ballot ballot, Candidate best) {
        return ballot.detached().stream().anyMatch(c -> c.lineage().isPrefixOf(best.lineage()) && mark.isReachedBy(c));
    }

    private static Optional<Candidate> fresher(Ballot ballot, Candidate than, Predicate<Candidate> which) {
        return ballot.detached().stream()
                .filter(which)
                .filter(c -> isFresher(ballot, c, than))
                .min(Comparator.comparing(Candidate::name));
    }

    private static boolean isFresher(Ballot ballot, Candidate one, Candidate than) {
        return !one.lineage().isPrefixOf(than.lineage())
                && (than.isOlderThan(one) || freshness(ballot).compare(one, than) > 0);
    }

    private static String sentence(Candidate best, Ballot ballot) {
        Long opcounter = best.keys().opcounter();
        return best.name() + " is the freshest of " + ballot.detached().size() + " detached nodes (of "
                + ballot.electorate().members() + "): epoch " + best.keys().epochOrZero() + ", offset "
                + best.lineage().offset() + (opcounter == null ? "" : ", opcounter " + opcounter);
    }
}
