package io.haredis.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.e2e.history.History;
import io.haredis.e2e.history.Span.Change;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master sleeps, and wakes at moments around the switch to another one, and long after it. */
@Order(8)
class FrozenMasterIT {
    @RegisterExtension
    static final Theatre THEATRE = new Theatre("frozen");

    private static Fault frozenFor(Duration time, Change change) {
        return new Fault("master frozen for " + time.toMillis() + " ms", 0, time, time, (scene, aims) -> {
            Faults.expect(scene, aims, change, true);
            return scene.each(patient -> Scene.freeze(scene.master(patient)));
        });
    }

    /** The time-out is one second, and the replicas' silence must last 1.25. */
    @ParameterizedTest
    @ValueSource(ints = {1000, 1300, 1350, 1375, 1400, 1425, 1450, 1500, 2000})
    void wakesAroundTheSwitch(int milliseconds) {
        THEATRE.judge(frozenFor(Duration.ofMillis(milliseconds), Change.MAY));
    }

    @Test
    void wakesHalfAMinuteLater() {
        for (History history : THEATRE.judge(frozenFor(Duration.ofSeconds(30), Change.MUST))) {
            assertThat(history.spans().getFirst().epochAfter())
                    .isEqualTo(history.spans().getFirst().epochBefore() + 1);
        }
    }
}
