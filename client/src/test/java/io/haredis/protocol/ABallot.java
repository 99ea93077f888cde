package io.haredis.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ballot as tests describe it: durability Async, the old reign, 5 to 9, was of {@code m} with data {@code x}, no mark. */
record ABallot(int members, boolean quorum, int k, @Nullable Mark mark, boolean lossAccepted, Ballot.Reign reign) {
    static ABallot of(int members) {
        return new ABallot(
                members, false, members / 2, null, false, new Ballot.Reign("m", "run-m", "x", -1, 5, 9, Skipped.NONE));
    }

    ABallot durable() {
        return new ABallot(members, true, k, mark, lossAccepted, reign);
    }

    ABallot withMark(Mark other) {
        return new ABallot(members, quorum, k, other, lossAccepted, reign);
    }

    ABallot acceptingLoss() {
        return new ABallot(members, quorum, k, mark, true, reign);
    }

    ABallot afterReignOf(String holder) {
        return new ABallot(
                members,
                quorum,
                k,
                mark,
                lossAccepted,
                new Ballot.Reign(holder, "run-" + holder, "x", -1, 5, 9, Skipped.NONE));
    }

    ABallot withoutRecord() {
        return new ABallot(members, quorum, k, null, false, Ballot.Reign.NONE);
    }

    Ballot build(int unborn, List<Candidate> detached) {
        return new Ballot(new Ballot.Electorate(members, k, quorum, unborn), reign, mark, lossAccepted, detached);
    }

    Election.Result holdAmong(ACandidate... detached) {
        return Election.hold(build(0, Stream.of(detached).map(ACandidate::build).toList()));
    }

    /** All orders of a short list. */
    static <T> List<List<T>> permutations(List<T> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<T> rest = new ArrayList<>(items);
            T first = rest.remove(i);
            for (List<T> tail : permutations(rest)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }
}
