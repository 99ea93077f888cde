package io.haredis.protocol;

import static io.haredis.protocol.ACandidate.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who left the reign's stream, by hand or by half a promotion, and who lost the keys that tell the reign. */
class MainStreamTest {
    /** The reign's own stream is y; it began at 100 of x. */
    private static final ABallot REIGN = ABallot.of(3).withMark(new Mark("y", 110, null));

    private static final ACandidate REPLICA = named("b").with(new Lineage("y", "x", 101, 120));

    @Test
    void aMasterMadeByHandLosesToAReplicaOfTheReign() {
        ACandidate byHand =
                named("a").with(new Lineage("z", "y", 111, 130)).beat(5, 125).opcounter(9L);
        assertThat(winner(REIGN, byHand, REPLICA)).isEqualTo("b");
    }

    /** In a reign's first seconds no mark tells the id of its stream: who saw the promotion knows what it began with. */
    @Test
    void alsoBeforeTheMarkIsOfTheReign() {
        ACandidate byHand =
                named("a").with(new Lineage("z", "y", 111, 130)).beat(5, 125).opcounter(9L);
        assertThat(winner(ABallot.of(3), byHand, REPLICA)).isEqualTo("b");
        assertThat(winner(ABallot.of(3).withMark(new Mark("x", 90, null)), byHand, REPLICA))
                .isEqualTo("b");
        ACandidate synced = named("b").at("y", 120);
        assertThat(winner(ABallot.of(3), byHand, synced, named("c").with(new Lineage("y", "x", 101, 110))))
                .isEqualTo("b");
    }

    @Test
    void alsoOneOfTheReignBefore() {
        ACandidate byHand =
                named("a").with(new Lineage("z", "x", 91, 130)).inEpoch(4L).beat(4, 125);
        assertThat(winner(ABallot.of(3), byHand, named("b").inEpoch(4L))).isEqualTo("b");
        assertThat(winner(REIGN, byHand.with(new Lineage("z", "y", 91, 130)), REPLICA.inEpoch(4L)))
                .isEqualTo("b");
    }

    /** A mark that was taken over from the reign before speaks for those who stayed behind. */
    @Test
    void butNotByAMarkOfTheReignBefore() {
        ACandidate behind = named("a").at("x", 130).inEpoch(null);
        assertThat(winner(ABallot.of(3).withMark(new Mark("x", 90, null)), behind, REPLICA.beat(5, 1)))
                .isEqualTo("b");
    }

    /** Each half of a promotion gives a new id, and the id before the last is forgotten. */
    @Test
    void twoHalfPromotionsDoNotHideWhoHoldsMore() {
        ACandidate half = named("c").with(new Lineage("h2", "h1", 101, 100)).saveFailed();
        ABallot after = ABallot.of(3).afterReignOf("c");
        assertThat(winner(
                        after,
                        half.with(new Lineage("h2", "h1", 101, 100)),
                        named("b").at("w", 90)))
                .isEqualTo("c");
        assertThat(winner(after, half, named("b").at("h1", 100))).isEqualTo("b");
    }

    @Test
    void whoGivesWayAndHoldsAsMuchIsNotReplacedByOneThatHoldsLessThanAThird() {
        ACandidate half = named("a").at("x", 2).saveFailed().beat(5, 9);
        ACandidate between = named("b").with(new Lineage("y", "x", 3, 2));
        ACandidate most = named("c").with(new Lineage("z", "y", 5, 6));
        assertThat(winner(ABallot.of(3), half, between, most)).isNotEqualTo("b");
    }

    /** Counted once, it followed no reign since, and a FLUSHALL took the key that would say so. */
    @Test
    void withoutKeysAProcessIsOfTheReignOnlyIfItKnowsItsStream() {
        ACandidate stale = named("a").at("w", 500).inEpoch(null);
        assertThat(winner(REIGN, stale, REPLICA.inEpoch(4L))).isEqualTo("b");
        assertThat(winner(REIGN, REPLICA.inEpoch(null), named("a").at("w", 500).inEpoch(4L)))
                .isEqualTo("b");
    }

    @Test
    void aCountedProcessWhoseKeysWereDeletedIsOfTheReignThatEnds() {
        assertThat(winner(
                        ABallot.of(3),
                        REPLICA.inEpoch(null),
                        named("a").restarted().at("w", 0)))
                .isEqualTo("b");
    }

    /** It was cut off while the next master was chosen from its own stream, which went on with it alone. */
    @Test
    void norIfItDidNotSeeTheReignBegin() {
        ACandidate cutOff = named("a").at("x", 500).inEpoch(null);
        assertThat(winner(ABallot.of(3), cutOff, named("b").restarted().at("w", 10)))
                .isEqualTo("b");
        assertThat(winner(
                        ABallot.of(3),
                        cutOff,
                        named("b").restarted().at("w", 10).inEpoch(3L)))
                .isEqualTo("a");
    }

    /** It was in sync with the reigning master, whose stream the mark names. */
    @Test
    void whoOnlyLostItsKeysIsNotEmpty() {
        ACandidate joining = named("a").restarted().at("y", 10).inEpoch(null);
        Ballot.Electorate three = new Ballot.Electorate(3, 1, false, 0);
        Ballot.Reign reign = new Ballot.Reign("m", "run-m", "x", -1, 5, 5, Skipped.NONE);
        Candidate candidate = joining.build();
        assertThat(new Ballot(three, reign, new Mark("y", 5, null), false, List.of(candidate)).isEmpty(candidate))
                .isFalse();
        assertThat(new Ballot(three, reign, new Mark("x", 5, null), false, List.of(candidate)).isEmpty(candidate))
                .isTrue();
    }

    @Test
    void whoHoldsAllOfACountedOnesDataStandsAsItDoesWithoutKeysToo() {
        ACandidate empty = named("a").emptied();
        ACandidate heir = named("c").restarted().inEpoch(null);
        assertThat(winner(ABallot.of(3), empty, named("b"), heir.at("x", 101))).isEqualTo("c");
        assertThat(winner(ABallot.of(3), empty, named("b"), heir.at("x", 99))).isEqualTo("b");
        assertThat(winner(ABallot.of(3), empty, named("b").inEpoch(null).at("y", 100), heir.at("y", 101)))
                .isEqualTo("c");
    }

    /** A is the link between b, which forgot the former id in a full sync, and x. */
    @Test
    void alsoByWayOfAThird() {
        ACandidate link = named("d").restarted().inEpoch(null).with(new Lineage("y", "x", 96, 110));
        assertThat(winner(
                        ABallot.of(4),
                        named("a").emptied(),
                        named("e").inEpoch(null).at("x", 93),
                        link,
                        named("c").restarted().inEpoch(null).at("y", 120)))
                .isEqualTo("c");
    }

    /** X, without keys, is taken to be of the reign that ends: what goes on from it with older keys is not. */
    @Test
    void aBranchOfTheChosenDataIsNotTheReignsOwnStream() {
        ACandidate straggler = named("x").inEpoch(null).at("x", 92);
        ACandidate branch = named("a").with(new Lineage("z", "x", 96, 130)).inEpoch(4L);
        assertThat(winner(
                        ABallot.of(5), straggler, branch, named("b").inEpoch(4L).at("x", 100)))
                .isEqualTo("b");
        assertThat(winner(ABallot.of(5), straggler, branch, named("b").with(new Lineage("y", "x", 101, 120))))
                .isEqualTo("b");
    }

    /** Counted by what it holds, but itself it is not. */
    @Test
    void amongThoseThatHoldTheSameTheOwnStandingDecides() {
        ACandidate held = named("x").inEpoch(1L).at("y", 100);
        ACandidate branch = named("a").restarted().inEpoch(1L).with(new Lineage("z", "y", 111, 130));
        assertThat(winner(ABallot.of(5), held, branch, named("b").inEpoch(1L).at("y", 120)))
                .isEqualTo("b");
    }

    private static String winner(ABallot ballot, ACandidate... candidates) {
        return ((Election.Elected) ballot.holdAmong(candidates)).winner().name();
    }
}
