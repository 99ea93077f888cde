package io.haredis.e2e.history;

import static io.haredis.e2e.history.Forged.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.e2e.history.Look.Role;
import io.haredis.e2e.history.Span.Change;
import io.haredis.e2e.history.Write.Grade;
import org.junit.jupiter.api.Test;

/** What a fault does to the master, and to those whom it serves, is judged too. */
class CourseOfFaultsTest {
    private final Forged forged = Forged.sound();

    @Test
    void masterThatIsReplacedAgainAndAgain() {
        forged.span(4, true);
        forged.isRejectedBecause("a lost master is replaced once");
    }

    @Test
    void secondElectionMayCompleteTheFirst() {
        forged.span(3, true);
        assertThat(Checker.check(forged.history())).isEmpty();
    }

    @Test
    void masterThatIsReplacedBetweenTwoFaults() {
        forged.span(2, true).span(5000, 3, 4, true);
        forged.isRejectedBecause("no master is replaced without need");
    }

    @Test
    void masterThatIsReplacedAfterTheLastFault() {
        forged.span(3, true).copy("c-0", false).copy("c-1", true).copy("c-2", false);
        forged.spans.clear();
        forged.span(2, true);
        forged.isRejectedBecause("no master is replaced without need");
    }

    @Test
    void deposedMasterThatIsStillOneLongAfterTheFault() {
        forged.look("c-0", "m1", 7 * SECOND, Role.MASTER, 1, 1);
        forged.isRejectedBecause("a deposed master is none any more soon after the fault");
    }

    @Test
    void deposedMasterMayBeOneUntilItIsTold() {
        forged.healed(3 * SECOND).look("c-0", "m1", 7 * SECOND, Role.MASTER, 1, 1);
        assertThat(Checker.check(forged.history())).isEmpty();
    }

    @Test
    void clientThatIsNotServedThoughNothingBefellTheMaster() {
        served(12 * SECOND);
        forged.isRejectedBecause("a master that nothing has befallen serves on");
    }

    @Test
    void clientThatIsServedThroughout() {
        served(2 * SECOND);
        assertThat(Checker.check(forged.history())).isEmpty();
    }

    @Test
    void clusterThatDoesNotRecover() {
        forged.span(2, false);
        forged.isRejectedBecause("all is well again after every fault");
    }

    @Test
    void masterThatIsNotReplaced() {
        forged.span(1, true);
        forged.isRejectedBecause("a lost master is replaced");
    }

    @Test
    void masterThatIsReplacedWithoutNeed() {
        forged.fault(Change.MUST_NOT, false).span(2, true);
        forged.isRejectedBecause("no master is replaced without need");
    }

    /** Two writes of one reign in which nothing happens but a fault that lasts for 14 seconds. */
    private void served(long pause) {
        forged.fault(Change.MUST_NOT, false).healed(20 * SECOND).span(6 * SECOND, 2, 2, true);
        long number = 23;
        for (long at = 5 * SECOND; at < 24 * SECOND; at += pause) {
            forged.append(number++, at, "m2", 2, Grade.ALL);
        }
        forged.append(number, 21 * SECOND, "m2", 2, Grade.ALL);
    }
}
