package io.haredis.protocol;

import java.util.ArrayList;
import java.util.List;

/** Who is of another cluster or time, once more, for {@link NaiveElection}. */
final class NaiveEra {
    private NaiveEra() {}

    /** All but strangers to this reign: uncounted, and with a key above all of its numbers, where most give them the lie. */
    static List<Candidate> inTime(Ballot ballot) {
        List<Candidate> ours = new ArrayList<>();
        for (Candidate c : ballot.detached()) {
            boolean stranger = isStranger(ballot, c);
            boolean outvoted =
                    2 * witnesses(ballot, false) > ballot.electorate().members();
            if (!stranger || !(outvoted || isOutnumbered(ballot))) {
                ours.add(c);
            }
        }
        return ours;
    }

    static boolean isUnclear(Ballot ballot) {
        boolean strangers = false;
        for (Candidate c : ballot.detached()) {
            strangers |= isStranger(ballot, c);
        }
        int members = ballot.electorate().members();
        int most = 0;
        for (Candidate c : ballot.detached()) {
            most += isStranger(ballot, c) && c.keys().epochOrZero() > latest(ballot) ? 1 : 0;
        }
        boolean old = witnesses(ballot, true) == 0 && 2 * most > members;
        int all = witnesses(ballot, false);
        return strangers && all > 0 && !old && 2 * all <= members && !isOutnumbered(ballot);
    }

    /** One that is none has a higher number than all that are. */
    private static boolean isOutnumbered(Ballot ballot) {
        long ours = 0;
        long theirs = 0;
        for (Candidate c : ballot.detached()) {
            if (isStranger(ballot, c)) {
                theirs = Math.max(theirs, c.keys().epochOrZero());
            } else if (!isLate(ballot, c)) {
                ours = Math.max(ours, c.keys().epochOrZero());
            }
        }
        return ours > theirs;
    }

    /** Those with a key, or counted, of this reign or before. */
    private static int witnesses(Ballot ballot, boolean countedOnly) {
        int found = 0;
        for (Candidate c : ballot.detached()) {
            boolean tells = c.counted() || (!countedOnly && (c.keys().epoch() != null || isRelated(ballot, c)));
            found += tells && !isLate(ballot, c) ? 1 : 0;
        }
        return found;
    }

    private static boolean isStranger(Ballot ballot, Candidate c) {
        return !c.counted() && !isRelated(ballot, c) && isLate(ballot, c);
    }

    private static boolean isRelated(Ballot ballot, Candidate c) {
        boolean chosen = c.lineage().knows(ballot.reign().replicationId());
        return chosen
                || (ballot.mark() != null && c.lineage().knows(ballot.mark().id()));
    }

    private static boolean isLate(Ballot ballot, Candidate c) {
        boolean passed = false;
        for (Skipped.Span span : ballot.reign().skipped().spans()) {
            passed |= span.from() <= c.keys().epochOrZero() && c.keys().epochOrZero() <= span.to();
        }
        return !ballot.reign().holder().isEmpty()
                && !c.counted()
                && c.keys().epoch() != null
                && (passed || c.keys().epoch() > latest(ballot));
    }

    private static long latest(Ballot ballot) {
        long latest = ballot.reign().latest();
        for (Candidate one : ballot.detached()) {
            latest = one.counted() ? Math.max(latest, one.keys().epochOrZero()) : latest;
        }
        return latest;
    }
}
