package io.haredis.protocol;

import static io.haredis.protocol.ACandidate.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Election.AtRisk;
import io.haredis.protocol.Election.Disputed;
import io.haredis.protocol.Election.Elected;
import io.haredis.protocol.Election.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A volume of an earlier cluster, or a record of before: numbers above the reign's. And data that have not seen the reign. */
class AnotherEraTest {
    private static final ABallot THREE = ABallot.of(3);
    private static final ACandidate FOREIGN =
            named("c").restarted().at("other", 9000).inEpoch(50L);

    @Test
    void aVolumeOfAnEarlierClusterDoesNotWinOverAMajorityThatNeverRestarted() {
        assertThat(winner(THREE.holdAmong(named("a").at("x", 90), named("b").at("x", 100), FOREIGN)))
                .isEqualTo("b");
        assertThat(winner(THREE.acceptingLoss().holdAmong(named("a"), named("b"), FOREIGN)))
                .isEqualTo("a");
    }

    @Test
    void besideAMinorityThatNeverRestartedNobodyWinsAndThePersonIsToldWhatToDo() {
        Result result = THREE.acceptingLoss().holdAmong(named("a"), FOREIGN);
        assertThat(result).isInstanceOf(Disputed.class);
        assertThat(((Disputed) result).sentence()).contains("c carries epoch 50", "up to 5", "volume claim");
        assertThat(THREE.holdAmong(named("a"), named("b").emptied(), FOREIGN)).isInstanceOf(Disputed.class);
    }

    /** With two nodes a restart is enough for that. */
    @Test
    void norBesideOneThatRestartedWithAllItsData() {
        assertThat(ABallot.of(2).acceptingLoss().holdAmong(named("a").restarted(), FOREIGN))
                .isInstanceOf(Disputed.class);
        assertThat(THREE.acceptingLoss().holdAmong(named("a").restarted(), FOREIGN))
                .isInstanceOf(Disputed.class);
        assertThat(THREE.holdAmong(named("a").restarted(), named("b").emptied().restarted(), FOREIGN))
                .isInstanceOf(Disputed.class);
    }

    /** The record was raised above it, and who was chosen then was lost before anybody else had its number. */
    @Test
    void norByANumberThatTheRecordPassed() {
        ABallot later = new ABallot(
                3, false, 1, null, false, new Ballot.Reign("m", "run-m", "x", 50, 51, 51, Skipped.NONE.and(6, 50)));
        assertThat(winner(later.holdAmong(named("a").at("x", 90), named("b").at("x", 100), FOREIGN)))
                .isEqualTo("b");
        assertThat(later.holdAmong(named("a").restarted(), FOREIGN)).isInstanceOf(Disputed.class);
        assertThat(winner(later.holdAmong(
                        named("a"),
                        named("b").at("x", 100),
                        named("c").restarted().at("other", 9000).inEpoch(51L))))
                .isEqualTo("c");
    }

    /** With two nodes each restart of the master would wait for a person. */
    @Test
    void aHigherNumberOfTheReignSettlesIt() {
        Ballot.Reign reign = new Ballot.Reign("m", "run-m", "x", 50, 51, 51, Skipped.NONE.and(6, 50));
        ABallot two = new ABallot(2, false, 1, null, false, reign);
        ABallot three = new ABallot(3, false, 1, null, false, reign);
        ACandidate later = named("a").inEpoch(51L);
        assertThat(winner(two.holdAmong(later, FOREIGN))).isEqualTo("a");
        assertThat(winner(two.holdAmong(later.restarted(), FOREIGN))).isEqualTo("a");
        assertThat(winner(three.holdAmong(later, FOREIGN))).isEqualTo("a");
        assertThat(three.holdAmong(later.restarted(), FOREIGN)).isInstanceOf(AtRisk.class);
        assertThat(two.holdAmong(later, named("c").restarted().at("other", 9000).inEpoch(52L)))
                .isInstanceOf(Disputed.class);
    }

    /** Else a branch by hand that lost its keys would be above those that kept them. */
    @Test
    void whatIsOfBeforeTheReignIsOfTheReignBefore() {
        ABallot later = new ABallot(
                3, false, 1, null, false, new Ballot.Reign("m", "run-m", "x", 50, 51, 51, Skipped.NONE.and(6, 50)));
        assertThat(winner(later.holdAmong(
                        named("a").with(new Lineage("branch", "x", 45, 49)).inEpoch(null),
                        named("b").at("x", 48).inEpoch(5L))))
                .isEqualTo("b");
    }

    @Test
    void theNextReignTellsWhichNumbersWereNobodys() {
        Ballot.Reign reign = new Ballot.Reign("m", "run-m", "x", 50, 51, 51, Skipped.NONE.and(6, 50));
        Candidate own = named("a").inEpoch(51L).build();
        Candidate foreign = FOREIGN.build();
        Candidate late = named("b")
                .restarted()
                .with(new Lineage("y", "x", 50, 60))
                .inEpoch(53L)
                .build();
        assertThat(skipped(reign, own, own, foreign)).isEqualTo("6-50,52-59");
        assertThat(skipped(reign, own, own, foreign, late)).isEqualTo("6-50,54-59");
        assertThat(skipped(reign, foreign, foreign)).isEqualTo("52-59");
        assertThat(skipped(
                        reign,
                        named("a").inEpoch(40L).build(),
                        named("a").inEpoch(40L).build()))
                .isEqualTo("6-50,52-59");
    }

    private static String skipped(Ballot.Reign reign, Candidate winner, Candidate... detached) {
        return new Ballot(new Ballot.Electorate(3, 1, false, 0), reign, null, false, List.of(detached))
                .skippedBefore(60, winner)
                .text();
    }

    /** An application wrote it. */
    @Test
    void theNumberOfACountedProcessIsTheReigns() {
        assertThat(winner(THREE.holdAmong(
                        named("a").at("x", 90).inEpoch(40L),
                        named("b").at("x", 100).inEpoch(40L),
                        FOREIGN)))
                .isEqualTo("b");
    }

    @Test
    void restartedNodesOfTheReignGiveItTheLieToo() {
        assertThat(winner(THREE.holdAmong(named("a"), named("b").restarted(), FOREIGN)))
                .isEqualTo("a");
        ACandidate later = named("b").restarted().at("x", 120);
        assertThat(winner(THREE.holdAmong(named("a").restarted(), later, FOREIGN)))
                .isEqualTo("b");
    }

    @Test
    void whereAllCarryMoreThanTheRecordTheRecordIsOfBefore() {
        assertThat(winner(THREE.holdAmong(
                        named("a").inEpoch(12L),
                        named("b").restarted().at("x", 110).inEpoch(12L),
                        named("c").restarted().at("x", 120).inEpoch(12L))))
                .isEqualTo("c");
    }

    @Test
    void theNumbersToWhichTheReignWasRaisedAreItsOwn() {
        ABallot raised =
                new ABallot(3, false, 1, null, false, new Ballot.Reign("m", "run-m", "x", 50, 5, 9, Skipped.NONE));
        assertThat(winner(raised.holdAmong(
                        named("a"),
                        named("b"),
                        named("c").restarted().at("x", 120).inEpoch(9L))))
                .isEqualTo("c");
    }

    /** An application wrote the number, say, and the node restarted with it. */
    @Test
    void whoKnowsAnIdOfTheReignIsNoStranger() {
        ABallot ballot =
                new ABallot(3, false, 1, null, false, new Ballot.Reign("m", "run-m", "x", 50, 5, 5, Skipped.NONE));
        assertThat(winner(ballot.holdAmong(
                        named("a").at("x", 100),
                        named("b").at("x", 100),
                        named("c").restarted().at("x", 120).inEpoch(50L))))
                .isEqualTo("c");
    }

    /** A replica shows the new id before it has a byte of what stands under it. */
    @Test
    void whoHasTheNewIdAndNoMoreThanTheChosenHadHasNotSeenTheReign() {
        ABallot ballot =
                new ABallot(3, true, 1, null, false, new Ballot.Reign("m", "run-m", "x", 100, 5, 5, Skipped.NONE));
        ACandidate behind = named("a").with(new Lineage("y", "x", 51, 60)).inEpoch(null);
        assertThat(winner(ballot.holdAmong(behind, named("b").at("x", 110).inEpoch(4L))))
                .isEqualTo("b");
        ACandidate beyond = named("a").with(new Lineage("y", "x", 101, 105)).inEpoch(null);
        assertThat(winner(ballot.holdAmong(beyond, named("b").at("x", 110).inEpoch(4L))))
                .isEqualTo("a");
    }

    private static String winner(Result result) {
        assertThat(result).isInstanceOf(Elected.class);
        return ((Elected) result).winner().name();
    }
}
