package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.act.Step;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Action.Occasion;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.testing.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What failed is not tried again and again. */
class RestraintTest {
    private static final Policy POLICY = TestCluster.policy(3, false);

    private final ManualPace pace = new ManualPace();
    private final Restraint restraint = new Restraint(pace);

    private boolean isAllowed(Action action) {
        return !restraint
                .allowed(POLICY, Decision.of(Verdict.REIGNS, "", action))
                .actions()
                .isEmpty();
    }

    private static Action.Move move(String target, Occasion occasion) {
        return new Action.Move(target, "", occasion);
    }

    /** The annotation may come back: it stands in a repository, or the API refuses to withdraw it. */
    @Test
    void aRequestThatFailedIsTriedAgainAfterHalfAMinute() {
        Action.Move first = move("c-1", Occasion.REQUESTED);
        assertThat(isAllowed(first)).isTrue();
        restraint.did(first, new Step(false, false, "failed", null, null));
        assertThat(isAllowed(first)).isFalse();
        assertThat(isAllowed(move("c-2", Occasion.REQUESTED)))
                .as("another target")
                .isTrue();
        assertThat(isAllowed(move("c-2", Occasion.CORDONED))).isFalse();
        pace.pause(Duration.ofSeconds(31));
        assertThat(isAllowed(first)).isTrue();
    }

    @Test
    void soIsOneInWhoseMidstTheApiDidNotAnswer() {
        Action.Move first = move("c-1", Occasion.REQUESTED);
        restraint.failed(first);
        assertThat(isAllowed(first)).isFalse();
    }
}
