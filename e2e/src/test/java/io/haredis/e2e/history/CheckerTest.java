package io.haredis.e2e.history;

import static io.haredis.e2e.history.Forged.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.e2e.history.Look.Role;
import io.haredis.e2e.history.Span.Change;
import io.haredis.e2e.history.Write.Grade;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sound history passes, and one with a single lie in it does not. */
class CheckerTest {
    private final Forged forged = Forged.sound();

    @Test
    void soundHistoryPasses() {
        assertThat(Checker.check(forged.history())).isEmpty();
    }

    @Test
    void lostWriteThatEveryReplicaHad() {
        forged.lost(10);
        forged.isRejectedBecause("no write is lost that a quorum or every replica had");
    }

    @Test
    void lostWriteThatAQuorumHad() {
        forged.graded(10, Grade.QUORUM).lost(10);
        forged.isRejectedBecause("no write is lost that a quorum or every replica had");
    }

    @Test
    void lostEndOfAReignIsCountedOnly() {
        forged.graded(9, Grade.REPLY).graded(10, Grade.REPLY).lost(9, 10);
        assertThat(Checker.check(forged.history())).isEmpty();
        assertThat(Losses.of(forged.history())).extracting(Write::number).containsExactly(9L, 10L);
    }

    @Test
    void lostMiddleOfAReign() {
        forged.graded(9, Grade.REPLY).lost(9);
        forged.isRejectedBecause("what is lost is the end of a reign");
    }

    @Test
    void lostWriteOfTheLastReign() {
        forged.graded(21, Grade.REPLY).lost(21);
        forged.isRejectedBecause("nothing of the last reign is lost");
    }

    @Test
    void lostIncrement() {
        forged.counted(1);
        forged.isRejectedBecause("no increment is lost that a quorum or every replica had");
    }

    @Test
    void writeThatNobodySent() {
        forged.there(99);
        forged.isRejectedBecause("every list is in the order of its writes");
    }

    @Test
    void writeThatIsThereTwice() {
        forged.there(21);
        forged.isRejectedBecause("every list is in the order of its writes");
    }

    @Test
    void writeThatWasRefused() {
        forged.write(23, Forged.LIST, 3200, Outcome.REFUSED, "m2", 2, 0, Grade.REPLY)
                .there(23);
        forged.isRejectedBecause("every list is in the order of its writes");
    }

    @Test
    void acknowledgedWritesInTheWrongOrder() {
        forged.swapped(3, 4);
        forged.isRejectedBecause("every list is in the order of its writes");
    }

    @Test
    void writeOfUnknownOutcomeMayBeThereOrNotOrLate() {
        forged.write(23, Forged.LIST, 3200, Outcome.UNKNOWN, "m2", 2, 0, Grade.REPLY)
                .write(24, Forged.LIST, 3210, Outcome.UNKNOWN, "m2", 2, 0, Grade.REPLY)
                .append(25, 3300, "m2", 2, Grade.ALL)
                .there(23);
        assertThat(Checker.check(forged.history())).isEmpty();
    }

    @Test
    void twoMastersOfOneEpochAreSeen() {
        forged.look("c-0", "m1", 3200, Role.MASTER, 2, 2);
        forged.isRejectedBecause("at most one master in every epoch");
    }

    @Test
    void twoMastersOfOneEpochAcknowledge() {
        forged.append(23, 3200, "m1", 2, Grade.REPLY);
        forged.isRejectedBecause("at most one master in every epoch");
    }

    @Test
    void epochThatGoesBack() {
        forged.look("c-1", "m2", 3200, Role.REPLICA, 1, 2);
        forged.isRejectedBecause("epochs only grow");
    }

    @Test
    void deposedMasterThatAcknowledges() {
        forged.append(23, 3200, "m1", 1, Grade.REPLY);
        forged.isRejectedBecause("a deposed master that could know it acknowledges nothing");
    }

    @Test
    void deposedMasterThatCannotKnowMayAcknowledgeToAPlainClient() {
        forged.fault(Change.MUST, true).append(23, 3200, "m1", 1, Grade.REPLY);
        assertThat(Checker.check(forged.history())).isEmpty();
    }

    @Test
    void deposedMasterThatAcknowledgesToAQuorum() {
        forged.fault(Change.MUST, true).append(23, 3200, "m1", 1, Grade.QUORUM);
        forged.isRejectedBecause("a deposed master acknowledges nothing to a quorum");
    }

    @Test
    void masterThatReignsAgainMayAcknowledgeOnItsOldConnections() {
        forged.append(23, 3200, "m1", 3, Grade.ALL).append(24, 3300, "m1", 1, Grade.ALL);
        assertThat(Checker.check(forged.history())).isEmpty();
    }

    @Test
    void counterThatGoesBackOnOneServer() {
        forged.look("c-2", "r", 3200, Role.REPLICA, 2, 2).look("c-2", "r", 3300, Role.REPLICA, 2, 1);
        forged.isRejectedBecause("counters never go back");
    }

    @Test
    void counterThatIsAnsweredTwice() {
        forged.increment(23, 3200, "m2", 2, 2);
        forged.isRejectedBecause("counters never go back");
    }

    @Test
    void counterThatANewMasterDoesNotHave() {
        forged.look("c-2", "m3", 3200, Role.MASTER, 3, 1);
        forged.isRejectedBecause("counters never go back");
    }

    @Test
    void counterThatANewMasterDoesNotHaveAndHasIncrementedSince() {
        forged.increment(23, 3150, "m3", 3, 1)
                .look("c-2", "m3", 3200, Role.MASTER, 3, 1)
                .counted(2);
        forged.isRejectedBecause("counters never go back");
    }

    @Test
    void copyThatDiffers() {
        forged.copy("c-0", false).copy("c-1", true).counted(7).copy("c-2", false);
        forged.isRejectedBecause("all data sets are equal in the end");
    }

    @Test
    void copyThatIsMissing() {
        forged.copy("c-0", false).copy("c-1", true);
        forged.isRejectedBecause("all data sets are equal in the end");
    }

    @Test
    void copyWithAnotherEpoch() {
        forged.copy("c-0", false).copy("c-1", true);
        forged.copies.add(new Copy(
                "c-2",
                false,
                forged.copies.getFirst().lists(),
                forged.copies.getFirst().counters(),
                Map.of("haredis:epoch", "1"),
                2));
        forged.isRejectedBecause("all data sets are equal in the end");
    }

    @Test
    void plannedMoveThatLosesWrites() {
        forged.planned().graded(10, Grade.REPLY).lost(10);
        forged.isRejectedBecause("a planned move loses nothing");
    }

    @Test
    void masterThatNothingHasBefallenAndThatLosesWrites() {
        forged.fault(Change.MUST_NOT, true).graded(10, Grade.REPLY).lost(10);
        assertThat(Checker.check(forged.history()))
                .extracting(Violation::rule)
                .contains("a planned move loses nothing");
    }

    @Test
    void killThatLosesWhatWasAcknowledgedLongBefore() {
        forged.graded(10, Grade.REPLY).lost(10).span(6 * SECOND, 1, 2, true);
        forged.isRejectedBecause("what is lost came shortly before the fault");
    }

    @Test
    void deposedMasterThatAcknowledgesLongAfterTheFault() {
        forged.fault(Change.MUST, true).append(23, 7 * SECOND, "m1", 1, Grade.REPLY);
        forged.isRejectedBecause("a deposed master that could know it acknowledges nothing");
    }

    @Test
    void counterThatVanishes() {
        forged.look("c-2", "r", 3200, Role.REPLICA, 2, 2);
        forged.looks.add(new Look("c-2", "r", 3300, 3305, Role.REPLICA, 2, Map.of()));
        forged.isRejectedBecause("counters never go back");
    }

    @Test
    void incrementThatCountsTwice() {
        forged.counted(3);
        forged.isRejectedBecause("no increment counts twice");
    }

    @Test
    void incrementOfUnknownOutcomeMayCount() {
        forged.write(23, Forged.COUNTER, 3200, Outcome.UNKNOWN, "m2", 2, 0, Grade.REPLY)
                .counted(3);
        assertThat(Checker.check(forged.history())).isEmpty();
    }

    @Test
    void nodeThatIsStampedForAnElectionThatNeverEnded() {
        forged.stamped(1).copy("c-0", false).copy("c-1", true).stamped(3).copy("c-2", false);
        forged.isRejectedBecause("no election is left unfinished");
    }

    @Test
    void threeFencedNodesAreNoMaster() {
        forged.copy("c-0", false).copy("c-1", false).copy("c-2", false);
        forged.isRejectedBecause("all data sets are equal in the end");
    }

    @Test
    void emptyHistoryProvesNothing() {
        assertThat(Checker.check(new History("empty", 3, List.of(), List.of(), List.of(), List.of())))
                .isNotEmpty();
    }
}
