package io.haredis.protocol;

import static io.haredis.protocol.ACandidate.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Election.AtRisk;
import io.haredis.protocol.Election.Elected;
import io.haredis.protocol.Election.Undecided;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** May there be a winner at all? Decisions 2 and 7: majority, quorum, mark, emptiness, eligibility. */
class ElectionTest {
    private static final ABallot THREE = ABallot.of(3);

    private static void assertElects(String name, Election.Result result) {
        assertThat(result).isInstanceOfSatisfying(Elected.class, e -> {
            assertThat(e.winner().name()).isEqualTo(name);
            assertThat(e.sentence()).startsWith(name + " is the freshest of ");
        });
    }

    private static AbstractStringAssert<?> assertAtRisk(Election.Result result) {
        assertThat(result).isInstanceOf(AtRisk.class);
        return assertThat(((AtRisk) result).sentence());
    }

    private static void assertUndecided(Election.Result result) {
        assertThat(result).isInstanceOf(Undecided.class);
    }

    @ParameterizedTest(name = "{1} of {0} nodes: decided {2}")
    @CsvSource({
        "1, 1, true",
        "2, 1, false",
        "2, 2, true",
        "3, 1, false",
        "3, 2, true",
        "4, 2, false",
        "4, 3, true",
        "5, 2, false",
        "5, 3, true",
        "7, 3, false",
        "7, 4, true"
    })
    void nobodyIsElectedWithoutAMajorityOfTheConfiguredNodes(int members, int detached, boolean decided) {
        List<Candidate> some = List.of(0, 1, 2, 3).subList(0, detached).stream()
                .map(i -> named("n" + i).build())
                .toList();
        assertThat(Election.hold(ABallot.of(members).build(0, some)) instanceof Elected)
                .isEqualTo(decided);
    }

    @Test
    void noAcceptanceOfLossReplacesAMajority() {
        assertUndecided(THREE.acceptingLoss().holdAmong(named("a")));
    }

    @ParameterizedTest(name = "{0} members, {1} detached of which {2} never restarted: elected {3}")
    @CsvSource({
        "3, 2, 1, false", // W on M and R1; R1 restarts; M dies
        "3, 2, 2, true",
        "3, 3, 0, true", // all at hand: nobody missing can know more
        "3, 3, 1, true",
        "2, 2, 1, true",
        "4, 3, 1, false",
        "4, 3, 2, true",
        "5, 3, 2, false",
        "5, 4, 2, false",
        "5, 4, 3, true",
        "5, 5, 0, true"
    })
    void underQuorumEnoughMustHaveForgottenNothing(int members, int detached, int counted, boolean elected) {
        ACandidate[] some = new ACandidate[detached];
        for (int i = 0; i < detached; i++) {
            some[i] = i < counted ? named("n" + i) : named("n" + i).restarted();
        }
        Election.Result result = ABallot.of(members).durable().holdAmong(some);
        assertThat(result).isInstanceOf(elected ? Elected.class : AtRisk.class);
        assertThat(ABallot.of(members).holdAmong(some)).as("Async").isInstanceOf(Elected.class);
        assertThat(ABallot.of(members).durable().acceptingLoss().holdAmong(some))
                .as("loss accepted")
                .isInstanceOf(Elected.class);
    }

    @Test
    void underQuorumAnUncountedNodeMayWinIfItIsTheFreshest() {
        assertElects(
                "b",
                ABallot.of(5)
                        .durable()
                        .holdAmong(
                                named("a"),
                                named("c"),
                                named("d"),
                                named("b").restarted().at("x", 101)));
    }

    @Test
    void anEmptyNodeNeverWinsWhileOneIsMissing() {
        assertAtRisk(THREE.holdAmong(named("a").emptied(), named("b").emptied()))
                .contains("is empty")
                .contains("one node is missing");
        assertElects(
                "a",
                THREE.acceptingLoss().holdAmong(named("a").emptied(), named("b").emptied()));
    }

    @Test
    void anEmptyNodeNeverWinsOverOneThatKeptTheData() {
        assertElects("c", THREE.holdAmong(named("a").emptied(), named("c").opcounter(1L)));
        assertElects(
                "c",
                THREE.holdAmong(
                        named("a").emptied(),
                        named("b").emptied(),
                        named("c").restarted().at("w", 0)));
    }

    @Test
    void withoutAnyDataLeftTheCompleteClusterStartsAnew() {
        assertElects(
                "a",
                THREE.holdAmong(
                        named("c").emptied(), named("a").emptied(), named("b").emptied()));
    }

    @Test
    void emptyMeansForeignDataNotMissingKeys() {
        assertElects("a", THREE.holdAmong(named("a").inEpoch(null), named("b").inEpoch(null)));
        assertAtRisk(THREE.holdAmong(
                        named("a").restarted().inEpoch(null), named("b").emptied()))
                .contains("restarted");
    }

    @Test
    void restartedNodesAloneElectNobodyWhileOneIsMissingThatMayHaveKeptTheData() {
        assertAtRisk(THREE.holdAmong(named("a").restarted(), named("b").restarted()))
                .contains("restarted");
        assertElects("b", THREE.holdAmong(named("a").restarted().at("w", 0), named("b")));
        assertElects(
                "a",
                THREE.holdAmong(
                        named("a").restarted(),
                        named("b").restarted(),
                        named("c").restarted()));
    }

    @Test
    void nobodyBelowTheMarkWinsWhileANodeIsMissing() {
        ABallot marked = THREE.withMark(new Mark("x", 101, null));
        assertAtRisk(marked.holdAmong(named("a"), named("b"))).contains("may lack writes");
        assertElects("b", marked.holdAmong(named("a"), named("b").at("x", 101)));
        assertElects("a", marked.holdAmong(named("a"), named("b"), named("c")));
        assertElects("a", marked.acceptingLoss().holdAmong(named("a"), named("b")));
    }

    @Test
    void theMarkIsComparedByOpcounterOnlyInAnotherLineage() {
        ABallot marked = THREE.withMark(new Mark("x", 101, 40L));
        ACandidate fresh = named("a").at("w", 0);
        ACandidate old = named("b").restarted().emptied();
        assertElects("a", marked.holdAmong(fresh.opcounter(40L), old));
        assertAtRisk(marked.holdAmong(fresh.opcounter(39L), old));
        assertAtRisk(marked.holdAmong(fresh, old));
        assertAtRisk(marked.holdAmong(named("a").opcounter(99L), old));
    }

    @Test
    void theMarkIsReachedByHoldingAllThatOneWhoReachesItHolds() {
        // a was fully synced in the reign of y and so forgot that y was x; b did not.
        ABallot marked = THREE.withMark(new Mark("x", 100, null));
        assertElects("a", marked.holdAmong(named("a").at("y", 150), named("b").with(new Lineage("y", "x", 101, 150))));
    }

    @Test
    void aNodeInAFullSyncIsNotEligible() {
        assertElects("b", THREE.holdAmong(named("a").at("x", 50).syncing(), named("b")));
        assertUndecided(THREE.holdAmong(named("a").syncing(), named("b").syncing()));
    }

    @Test
    void aNodeThatCannotAppendIsNotEligible() {
        assertElects("b", THREE.holdAmong(named("a").appendFailed(), named("b")));
        assertUndecided(THREE.holdAmong(named("a").appendFailed(), named("b").appendFailed()));
    }

    @Test
    void ifTheNodeThatCannotAppendAloneIsTheFreshestAPersonDecides() {
        ACandidate fresh = named("a").at("x", 101).appendFailed();
        assertAtRisk(THREE.holdAmong(fresh, named("b"))).contains("append-only");
        assertAtRisk(THREE.holdAmong(fresh, named("b"), named("c"))).contains("append-only");
        assertElects("b", THREE.acceptingLoss().holdAmong(fresh, named("b")));
        assertElects("c", THREE.holdAmong(fresh, named("b"), named("c").at("x", 101)));
    }

    @Test
    void aNodeFencedByHandNeverWins() {
        assertElects("b", THREE.holdAmong(named("a").fencedByHand(), named("b")));
        assertUndecided(THREE.holdAmong(named("a").fencedByHand(), named("b").fencedByHand()));
        ACandidate fresh = named("a").at("x", 101).fencedByHand();
        assertAtRisk(THREE.holdAmong(fresh, named("b"), named("c")))
                .contains("a holds")
                .contains("fenced by hand");
        assertElects("c", THREE.holdAmong(fresh, named("b"), named("c").at("x", 101)));
        assertElects("b", THREE.acceptingLoss().holdAmong(fresh, named("b")));
    }

    /** A promotion that took effect only in part gave it a new id and no byte more. */
    @Test
    void aHalfPromotedNodeIsPassedOverForOneThatHoldsAsMuch() {
        ACandidate half = named("a").with(new Lineage("y", "x", 101, 100)).saveFailed();
        assertElects("b", THREE.holdAmong(half, named("b")));
        assertElects("a", THREE.holdAmong(half, named("b").at("x", 99)));
        assertElects(
                "a",
                THREE.holdAmong(named("a").with(new Lineage("y", "x", 101, 101)).saveFailed(), named("b")));
    }

    @Test
    void whatWasAcceptedToBeLostIsTold() {
        ABallot accepting = THREE.acceptingLoss();
        assertThat(loss(accepting.withMark(new Mark("x", 101, null)).holdAmong(named("a"), named("b"))))
                .contains("may lack writes");
        assertThat(loss(accepting.durable().holdAmong(named("a"), named("b").restarted())))
                .contains("never restarted");
        assertThat(loss(accepting.holdAmong(named("a"), named("b")))).isNull();
        assertThat(loss(accepting.holdAmong(
                        named("a").restarted(),
                        named("b").restarted(),
                        named("c").restarted())))
                .isNull();
    }

    private static @Nullable String loss(Election.Result result) {
        assertThat(result).isInstanceOf(Elected.class);
        return ((Elected) result).loss();
    }

    @Test
    void theSameIfItIsTheFreshestInAnotherLineage() {
        ACandidate fresh = named("a").at("x", 101).appendFailed();
        assertAtRisk(THREE.holdAmong(
                        fresh, named("b").restarted().at("w", 0), named("c").emptied()))
                .contains("append-only");
        assertAtRisk(THREE.holdAmong(
                named("a").restarted().at("v", 0).beat(5, 90).appendFailed(),
                named("b").restarted().at("w", 0).beat(5, 80),
                named("c").emptied()));
        assertElects(
                "b",
                THREE.holdAmong(
                        named("a").restarted().at("v", 0).beat(5, 80).appendFailed(),
                        named("b").restarted().at("w", 0).beat(5, 80),
                        named("c").emptied()));
    }

    @Test
    void aNodeInAFullSyncThatMayHoldMoreIsWaitedForAndNotPassedOver() {
        ACandidate fuller = named("a").at("x", 300).syncing();
        assertUndecided(THREE.holdAmong(fuller, named("b")));
        assertUndecided(THREE.holdAmong(fuller, named("b").at("x", 200).appendFailed(), named("c")));
        assertUndecided(THREE.holdAmong(
                named("a").at("w", 9).restarted().syncing(),
                named("b").emptied(),
                named("c").emptied()));
    }

    @Test
    void aRaisedKMakesNoElectionMoreLenient() {
        ABallot raised =
                new ABallot(3, true, 2, null, false, new Ballot.Reign("m", "run-m", "x", -1, 5, 5, Skipped.NONE));
        assertAtRisk(raised.holdAmong(named("a").restarted().at("w", 0), named("b")));
    }

    @Test
    void withoutARecordAllMustBeAtHandOrProvablyNew() {
        ABallot first = THREE.withoutRecord();
        assertUndecided(first.holdAmong(named("a").restarted(), named("b").restarted()));
        assertElects(
                "a",
                first.holdAmong(
                        named("a").restarted(),
                        named("b").restarted().at("y", 0),
                        named("c").restarted().at("z", 0)));
        List<Candidate> two =
                List.of(named("b").emptied().build(), named("a").emptied().build());
        assertElects("a", Election.hold(first.build(1, two)));
    }
}
