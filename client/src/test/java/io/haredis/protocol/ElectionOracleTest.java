package io.haredis.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Election.AtRisk;
import io.haredis.protocol.Election.Elected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The election against a second, naive one, written from the documents alone, on many small ballots. Streams: y was
 * promoted from x at 2, z from y at 4, f is a fork of x at 1, w and v are of unknown origin.
 */
class ElectionOracleTest {
    private static final int BALLOTS = 30_000;

    @Test
    void agreesWithTheNaiveRule() {
        Random random = new Random(20261124);
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < BALLOTS; i++) {
            Ballot ballot = ballot(random);
            Election.Result result = Election.hold(ballot);
            String said = said(result);
            assertThat(said).as("%s: %s", ballot, result).isEqualTo(NaiveElection.verdict(ballot));
            seen.merge(said, 1, Integer::sum);
            if (result instanceof Elected e) {
                assertMayWin(ballot, e.winner());
            }
        }
        assertThat(seen.values()).as("%s: each was tried often", seen).allMatch(n -> n > BALLOTS / 100);
    }

    private static String said(Election.Result result) {
        if (result instanceof Elected e) {
            return e.winner().name();
        }
        return result instanceof AtRisk ? NaiveElection.AT_RISK : NaiveElection.UNDECIDED;
    }

    @Test
    void theOrderOfTheCandidatesNeverMatters() {
        Random random = new Random(42);
        for (int i = 0; i < BALLOTS / 10; i++) {
            Ballot ballot = ballot(random);
            Election.Result result = Election.hold(ballot);
            for (List<Candidate> other : ABallot.permutations(ballot.detached())) {
                assertThat(Election.hold(new Ballot(
                                ballot.electorate(), ballot.reign(), ballot.mark(), ballot.lossAccepted(), other)))
                        .isEqualTo(result);
            }
        }
    }

    /** Who may never win, one sentence each. */
    private static void assertMayWin(Ballot ballot, Candidate winner) {
        assertThat(ballot.detached().size()).isGreaterThan(ballot.electorate().members() / 2);
        assertThat(winner.health().syncing()).isFalse();
        assertThat(winner.health().appendFailed()).isFalse();
        assertThat(winner.health().fencedByHand()).isFalse();
        List<Candidate> ours = NaiveEra.inTime(ballot);
        assertThat(ours)
                .contains(winner)
                .filteredOn(Candidate::isEligible)
                .noneMatch(c -> NaiveElection.holdsAllOf(c, winner) && !NaiveElection.holdsAllOf(winner, c));
        if (!ballot.lossAccepted()) {
            assertThat(ours)
                    .noneMatch(c -> NaiveElection.holdsAllOf(c, winner) && !NaiveElection.holdsAllOf(winner, c));
        }
    }

    private static Ballot ballot(Random random) {
        int members = 1 + random.nextInt(5);
        int detached = Math.min(4, random.nextInt(members + 1));
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < detached; i++) {
            candidates.add(candidate("n" + i, random));
        }
        Mark mark = random.nextInt(3) > 0
                ? null
                : new Mark(pick(random, "x", "y", "w"), random.nextInt(6), maybe(random, 3));
        long epoch = random.nextInt(3);
        return new Ballot(
                new Ballot.Electorate(members, members / 2, random.nextBoolean(), 0),
                random.nextInt(8) == 0
                        ? Ballot.Reign.NONE
                        : new Ballot.Reign(
                                "n" + random.nextInt(2),
                                "run-n" + random.nextInt(2),
                                pick(random, "x", "y"),
                                random.nextInt(4) - 1,
                                epoch,
                                epoch + random.nextInt(3),
                                random.nextInt(3) > 0 ? Skipped.NONE : Skipped.NONE.and(1, random.nextInt(3))),
                mark,
                random.nextInt(5) == 0,
                candidates);
    }

    private static Candidate candidate(String name, Random random) {
        Long beat = maybe(random, 3);
        Candidate.Health health = new Candidate.Health(
                random.nextInt(10) == 0, random.nextInt(6) == 0, random.nextInt(8) == 0, random.nextInt(12) == 0);
        return new Candidate(
                name,
                "run-" + name,
                random.nextInt(3) > 0,
                lineage(random),
                new Metadata(
                        maybe(random, 3),
                        null,
                        null,
                        beat == null ? null : new Beat(beat, random.nextInt(3)),
                        maybe(random, 3)),
                health);
    }

    private static Lineage lineage(Random random) {
        int some = random.nextInt(3);
        return switch (random.nextInt(7)) {
            case 0, 1 -> Lineage.of("x", some + random.nextInt(3));
            case 2 -> new Lineage("y", "x", 3, 2 + some);
            case 3 -> Lineage.of("y", 2 + some); // fully synced: its former id is forgotten
            case 4 -> new Lineage("z", "y", 5, 4 + some);
            case 5 -> new Lineage("f", "x", 2, 1 + some);
            default -> Lineage.of(pick(random, "w", "v"), some);
        };
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static @Nullable Long maybe(Random random, int below) {
        int value = random.nextInt(below + 1);
        return value == below ? null : Long.valueOf(value);
    }
}
