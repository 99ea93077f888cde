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
            if (!stranger || 2 * witnesses(ballot, false) <= ballot.electorate().members()) {
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
        return strangers
                && witnesses(ballot, true) > 0
                && 2 * witnesses(ballot, false) <= ballot.electorate().members();
    }

    /** Those with a key, or counted, of this reign or before. */
    private static int witnesses(Ballot ballot, boolean countedOnly) {
        int found = 0;
        for (Candidate c : ballot.detached()) {
            boolean tells = c.counted() || (!countedOnly && c.keys().epoch() != null);
            found += tells && !isLate(ballot, c) ? 1 : 0;
        }
        return found;
    }

    private static boolean isStranger(Ballot ballot, Candidate c) {
        boolean related = c.lineage().knows(ballot.reign().replicationId());
        related |= ballot.mark() != null && c.lineage().knows(ballot.mark().id());
        return !c.counted() && !related && isLate(ballot, c);
    }

    private static boolean isLate(Ballot ballot, Candidate c) {
        return !ballot.reign().holder().isEmpty()
                && c.keys().epoch() != null
                && c.keys().epoch() > ballot.reign().latest();
    }
}
