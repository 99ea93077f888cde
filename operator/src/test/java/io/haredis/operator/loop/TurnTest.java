package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.Role;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.decide.Verdict;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The operator without the lease acts once nothing moves any more. */
class TurnTest {
    private final ManualPace pace = new ManualPace();
    private final Turn turn = new Turn(pace);

    @Test
    void aNodeThatAnswersNowAndThenDoesNotKeepItWaiting() {
        Snapshot answers = fenced(5);
        Snapshot silent = of(new Contact.Silent(Duration.ofMillis(50)));
        for (int look = 0; look < 8; look++) {
            assertThat(isMine(look % 2 == 0 ? answers : silent)).isFalse();
            pace.pause(Duration.ofMillis(50));
        }
        assertThat(isMine(silent)).isTrue();
    }

    @Test
    void aStampThatRisesDoes() {
        for (int stamp = 5; stamp < 15; stamp++) {
            assertThat(isMine(fenced(stamp))).isFalse();
            pace.pause(Duration.ofMillis(50));
        }
    }

    private boolean isMine(Snapshot snapshot) {
        Decision lost = Decision.of(Verdict.LOST, "", new Action.Elect());
        return turn.mine(lost, false, snapshot, null).equals(List.of(new Action.Elect()));
    }

    private static Snapshot fenced(long stamp) {
        NodeState state = new NodeState(
                "r0",
                "8.0.0",
                new Role.Fenced(),
                Lineage.of("id", 0),
                new Metadata(4L, stamp, null, null, null),
                NodeState.Health.GOOD,
                List.of(),
                NodeState.Settings.UNKNOWN,
                NodeState.Disk.EMPTY);
        return of(new Contact.Answers(state));
    }

    private static Snapshot of(Contact contact) {
        return new Snapshot(new TreeMap<>(Map.of("c-0", new NodeView("c-0", null, contact, Duration.ZERO))));
    }
}
