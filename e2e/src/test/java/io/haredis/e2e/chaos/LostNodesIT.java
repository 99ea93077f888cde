package io.haredis.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.e2e.Poll;
import io.haredis.e2e.SameNode;
import io.haredis.e2e.Shell;
import io.haredis.e2e.history.History;
import io.haredis.e2e.history.Span.Change;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole nodes are lost, the leading operator with the master, and the API server for a minute. */
@Order(9)
class LostNodesIT {
    private static final Duration LONG = Duration.ofSeconds(15);
    /** Longer than any lease and any connection's time-out. */
    private static final Duration SILENCE = Duration.ofSeconds(Long.getLong("haredis.silence.seconds", 20));

    private static final int FLAPS = 4;

    @RegisterExtension
    static final Theatre THEATRE = new Theatre("nodes");

    @Test
    void leaderAndMasterAreCutOffTogether() {
        String node = new SameNode(THEATRE.kubernetes()).arrange(THEATRE.async().cluster());
        THEATRE.judge(new Fault("node of leading operator and master cut off", 0, LONG, LONG, (scene, aims) -> {
            scene.loseNode(node, aims, Change.MUST);
            return Scene.cut(node);
        }));
    }

    @Test
    void leaderAndMasterArePoweredOffTogether() {
        String node = new SameNode(THEATRE.kubernetes()).arrange(THEATRE.async().cluster());
        THEATRE.judge(new Fault("node of leading operator and master powered off", 0, LONG, LONG, (scene, aims) -> {
            scene.loseNode(node, aims, Change.MUST);
            return Scene.powerOff(node);
        }));
    }

    /** Long enough to be deposed each time; but the node has the master only the first time. */
    @Test
    void nodeThatFlapsHasNoMasterPingPong() {
        Duration each = Duration.ofSeconds(2);
        for (History history : THEATRE.judge(new Fault("node flaps for seconds", 0, each, each, (scene, aims) -> {
            String node = scene.masterNode();
            scene.loseNode(node, aims, Change.MAY);
            return new Shot(() -> flap(node, each), () -> {});
        }))) {
            assertThat(history.spans().getFirst().epochAfter())
                    .isLessThanOrEqualTo(history.spans().getFirst().epochBefore() + 1);
        }
    }

    private static void flap(String node, Duration each) {
        for (int i = 0; i < FLAPS; i++) {
            Shell.cluster("cut", node);
            Poll.pause(each);
            Shell.cluster("heal", node);
            Poll.pause(each);
        }
    }

    @Test
    void masterDiesWhileTheApiServerIsSilent() {
        THEATRE.judge(new Fault("API server frozen, master killed", 0, SILENCE, SILENCE, (scene, aims) -> {
            Faults.expect(scene, aims, Change.MUST, false);
            Shot masters = scene.each(patient -> Shot.once(scene.master(patient)::kill));
            return Shot.all(Scene.apiServer(), masters);
        }));
    }

    @Test
    void serversServeWhileTheApiServerIsSilent() {
        THEATRE.judge(new Fault("API server frozen", 0, SILENCE, SILENCE, (scene, aims) -> Scene.apiServer()));
    }
}
