package io.haredis.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule of {@link Election} once more: loops and plain comparisons, slow and obvious. Shares no code with the real one. */
final class NaiveElection {
    static final String AT_RISK = "(at risk)";
    static final String UNDECIDED = "(undecided)";

    private NaiveElection() {}

    static String verdict(Ballot full) {
        List<Candidate> ours = NaiveEra.inTime(full);
        int here = full.detached().size();
        int of = full.electorate().members();
        if (2 * here > of && NaiveEra.isUnclear(full)) {
            return UNDECIDED;
        }
        Ballot.Electorate those = full.electorate();
        Ballot ballot = new Ballot(
                new Ballot.Electorate(of, those.k(), those.quorumDurability(), those.unborn() + here - ours.size()),
                full.reign(),
                full.mark(),
                full.lossAccepted(),
                ours);
        int members = ballot.electorate().members();
        boolean complete = ours.size() >= members - ballot.electorate().unborn();
        if (2 * here <= members) {
            return UNDECIDED;
        }
        boolean noRecord = ballot.reign().holder().isEmpty();
        if (noRecord && !complete) {
            return UNDECIDED;
        }
        int counted = 0;
        for (Candidate c : ours) {
            counted += c.counted() ? 1 : 0;
        }
        boolean mayLose = ballot.lossAccepted() || complete;
        if (ballot.electorate().quorumDurability()
                && !mayLose
                && counted < members - ballot.electorate().k()) {
            return AT_RISK;
        }
        List<Candidate> eligible = new ArrayList<>();
        for (Candidate c : ours) {
            if (!c.health().syncing() && !isBarred(c)) {
                eligible.add(c);
            }
        }
        if (eligible.isEmpty()) {
            return UNDECIDED;
        }
        Candidate winner = intact(ballot, eligible, winner(ballot, eligible));
        for (Candidate c : ours) {
            if (c.health().syncing() && isMore(ballot, c, winner)) {
                return UNDECIDED;
            }
        }
        if (ballot.lossAccepted()) {
            return winner.name();
        }
        for (Candidate c : ours) {
            if (isBarred(c) && isMore(ballot, c, winner)) {
                return AT_RISK;
            }
        }
        if (!complete && (counted == 0 || isEmpty(ballot, winner) || !reachesMark(ballot, winner))) {
            return AT_RISK;
        }
        return winner.name();
    }

    private static boolean isBarred(Candidate c) {
        return c.health().appendFailed() || c.health().fencedByHand();
    }

    private static Candidate winner(Ballot ballot, List<Candidate> eligible) {
        for (Candidate one : eligible) {
            boolean best = !isContained(one, eligible);
            for (Candidate other : eligible) {
                if (!other.equals(one) && !isContained(other, eligible) && !beats(ballot, one, other)) {
                    best = false;
                }
            }
            if (best) {
                return one;
            }
        }
        throw new AssertionError("nobody beats all others: " + eligible);
    }

    private static Candidate intact(Ballot ballot, List<Candidate> eligible, Candidate best) {
        List<Candidate> asGood = new ArrayList<>();
        for (Candidate one : eligible) {
            boolean better = best.health().saveFailed() && !one.health().saveFailed();
            if (better && holdsAllOf(one, best) && !isContained(one, eligible)) {
                asGood.add(one);
            }
        }
        return asGood.isEmpty() ? best : winner(ballot, asGood);
    }

    private static boolean onTheStream(Ballot ballot, Candidate c) {
        String before = ballot.reign().replicationId();
        String marked = ballot.mark() == null ? before : ballot.mark().id();
        String id = c.lineage().id();
        if (epoch(ballot, c) < ballot.reign().epoch()) {
            return id.equals(before) || id.equals(marked);
        }
        if (!marked.equals(before)) {
            return id.equals(marked);
        }
        boolean after = false;
        for (Candidate one : ballot.detached()) {
            Lineage its = one.lineage();
            boolean promoted = its.formerId().equals(before) && its.formerUntil() >= 0;
            after |= its.id().equals(id)
                    && promoted
                    && orLeast(one.keys().epoch(), -1) >= ballot.reign().epoch();
        }
        return after && !id.equals(before);
    }

    private static boolean isContained(Candidate one, List<Candidate> among) {
        for (Candidate other : among) {
            if (holdsAllOf(other, one) && !holdsAllOf(one, other)) {
                return true;
            }
        }
        return false;
    }

    /** True if everything in b's data is provably in a's: one stream, by any of its names, and a is as far on it. */
    static boolean holdsAllOf(Candidate a, Candidate b) {
        Lineage mine = a.lineage();
        Lineage its = b.lineage();
        if (its.offset() > mine.offset()) {
            return false;
        }
        List<String> names = new ArrayList<>(List.of(its.id()));
        if (its.formerUntil() > its.offset()) {
            names.add(its.formerId());
        }
        for (String name : names) {
            if (name.equals(mine.id()) || (name.equals(mine.formerId()) && its.offset() < mine.formerUntil())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMore(Ballot ballot, Candidate c, Candidate than) {
        return !holdsAllOf(than, c) && (holdsAllOf(c, than) || fresher(ballot, c, than) > 0);
    }

    /**
     * Whoever is counted, and knows an id of the reign that ends, was in sync with it, keys or no keys; or with the reign
     * before, while its id is still the one that was chosen, or it has no more than was chosen.
     */
    private static long epoch(Ballot ballot, Candidate c) {
        String chosen = ballot.reign().replicationId();
        boolean marked =
                ballot.mark() != null && c.lineage().knows(ballot.mark().id());
        long estimate = 0;
        boolean known = marked || c.lineage().knows(chosen);
        if (known
                && (c.lineage().id().equals(chosen)
                        || c.lineage().offset() <= ballot.reign().offset())) {
            estimate = ballot.reign().epoch() - 1;
            while (ballot.reign().skipped().contains(estimate)) {
                estimate--;
            }
        } else if (known) {
            estimate = ballot.reign().epoch();
        }
        return orLeast(c.keys().epoch(), c.counted() ? estimate : 0);
    }

    /** Twice the epoch, one more if it is counted: the most of those all of whose data it holds, or who hold it in turn. */
    private static long standing(Ballot ballot, Candidate c) {
        List<Candidate> held = new ArrayList<>(List.of(c));
        for (int i = 0; i < held.size(); i++) {
            for (Candidate one : ballot.detached()) {
                if (holdsAllOf(held.get(i), one) && !held.contains(one)) {
                    held.add(one);
                }
            }
        }
        long most = 0;
        for (Candidate one : held) {
            long epoch = epoch(ballot, one);
            if (one.keys().epoch() == null
                    && c.keys().epoch() != null
                    && c.keys().epoch() < epoch) {
                epoch = c.keys().epoch();
            }
            most = Math.max(most, 2 * epoch + (one.counted() ? 1 : 0));
        }
        return most;
    }

    private static int fresher(Ballot ballot, Candidate a, Candidate b) {
        int standing = Long.compare(standing(ballot, a), standing(ballot, b));
        if (standing != 0) {
            return standing;
        }
        int epoch = Long.compare(epoch(ballot, a), epoch(ballot, b));
        if (epoch != 0) {
            return epoch;
        }
        if (a.counted() != b.counted()) {
            return a.counted() ? 1 : -1;
        }
        if (onTheStream(ballot, a) != onTheStream(ballot, b)) {
            return onTheStream(ballot, a) ? 1 : -1;
        }
        Beat mine = a.keys().beat();
        Beat its = b.keys().beat();
        int reign = Long.compare(mine == null ? -1 : mine.epoch(), its == null ? -1 : its.epoch());
        if (reign != 0) {
            return reign;
        }
        int beat = Long.compare(mine == null ? -1 : mine.offset(), its == null ? -1 : its.offset());
        if (beat != 0) {
            return beat;
        }
        return Long.compare(orLeast(a.keys().opcounter(), -1), orLeast(b.keys().opcounter(), -1));
    }

    private static boolean beats(Ballot ballot, Candidate a, Candidate b) {
        int fresher = fresher(ballot, a, b);
        if (fresher != 0) {
            return fresher > 0;
        }
        if (reigned(ballot, a) != reigned(ballot, b)) {
            return reigned(ballot, a);
        }
        if (a.health().saveFailed() != b.health().saveFailed()) {
            return b.health().saveFailed();
        }
        return a.name().compareTo(b.name()) < 0;
    }

    private static boolean reigned(Ballot ballot, Candidate c) {
        return (c.name() + " " + c.runId())
                .equals(ballot.reign().holder() + " " + ballot.reign().runId());
    }

    private static boolean isEmpty(Ballot ballot, Candidate c) {
        String old = ballot.reign().replicationId();
        boolean related = c.lineage().id().equals(old) || c.lineage().formerId().equals(old);
        boolean marked =
                ballot.mark() != null && c.lineage().knows(ballot.mark().id());
        return c.keys().epoch() == null && !related && !marked && !c.counted();
    }

    /** It, or somebody all of whose data it provably holds, was where the mark says. */
    private static boolean reachesMark(Ballot ballot, Candidate winner) {
        Mark mark = ballot.mark();
        if (mark == null) {
            return true;
        }
        for (Candidate c : ballot.detached()) {
            if (holdsAllOf(winner, c) && reaches(mark, c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean reaches(Mark mark, Candidate c) {
        Lineage data = c.lineage();
        if (mark.id().equals(data.id())) {
            return data.offset() >= mark.offset();
        }
        if (mark.id().equals(data.formerId())) {
            return data.offset() >= mark.offset() && mark.offset() < data.formerUntil();
        }
        Long opcounter = c.keys().opcounter();
        return opcounter != null && mark.opcounter() != null && opcounter >= mark.opcounter();
    }

    private static long orLeast(@Nullable Long value, long least) {
        return value == null ? least : value;
    }
}
