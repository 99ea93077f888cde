package io.haredis.e2e.chaos;

import io.haredis.e2e.Poll;
import io.haredis.e2e.Shell;
import io.haredis.e2e.history.Span.Change;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The table of faults. */
final class Faults {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration FLAP = Duration.ofMillis(400);
    private static final int FLAPS = 4;

    static final List<Fault> TABLE = List.of(
            new Fault("master killed", 16, NONE, NONE, (scene, aims) -> {
                expect(scene, aims, Change.MUST, false);
                return scene.killMasters();
            }),
            new Fault("master frozen", 10, seconds(4), seconds(8), (scene, aims) -> {
                expect(scene, aims, Change.MUST, true);
                return scene.each(patient -> Scene.freeze(scene.master(patient)));
            }),
            new Fault("master frozen around the time-out", 6, Duration.ofMillis(500), seconds(2), (scene, aims) -> {
                expect(scene, aims, Change.MAY, true);
                return scene.each(patient -> Scene.freeze(scene.master(patient)));
            }),
            new Fault("master's pod deleted", 8, NONE, NONE, (scene, aims) -> {
                plan(scene, aims);
                return scene.each(patient -> scene.delete(patient, patient.master(), true));
            }),
            new Fault("master's pod force deleted", 6, NONE, NONE, (scene, aims) -> {
                expect(scene, aims, Change.MUST, false);
                return scene.each(patient -> scene.delete(patient, patient.master(), false));
            }),
            new Fault(
                    "replica killed",
                    3,
                    NONE,
                    NONE,
                    (scene, aims) -> scene.each(patient -> Shot.once(scene.replica(patient)::kill))),
            new Fault(
                    "replica frozen",
                    3,
                    seconds(1),
                    seconds(5),
                    (scene, aims) -> scene.each(patient -> Scene.freeze(scene.replica(patient)))),
            new Fault("replica frozen, master killed", 4, seconds(1), seconds(5), (scene, aims) -> {
                expect(scene, aims, Change.MUST, false);
                return scene.each(scene::killBesideFrozenReplica);
            }),
            new Fault(
                    "replica's pod deleted",
                    3,
                    NONE,
                    NONE,
                    (scene, aims) -> scene.each(patient -> scene.delete(patient, scene.replicaOf(patient), true))),
            new Fault(
                    "master's node cut off",
                    6,
                    seconds(5),
                    seconds(9),
                    (scene, aims) -> cut(scene, aims, scene.masterNode())),
            new Fault("master's node powered off", 4, seconds(5), seconds(9), (scene, aims) -> {
                String node = scene.masterNode();
                scene.loseNode(node, aims, Change.MUST);
                return Scene.powerOff(node);
            }),
            new Fault(
                    "leading operator's node cut off",
                    4,
                    seconds(5),
                    seconds(9),
                    (scene, aims) -> cut(scene, aims, scene.leaderNode())),
            new Fault("master's node drained", 5, NONE, seconds(3), (scene, aims) -> {
                String node = scene.masterNode();
                scene.drainNode(node, aims);
                return Scene.drain(node);
            }),
            new Fault("master's node flaps", 3, NONE, NONE, Faults::flap),
            new Fault("master cut from its replicas", 4, seconds(4), seconds(8), (scene, aims) -> {
                expect(scene, aims, Change.MAY, true);
                return scene.each(scene::partFromReplicas);
            }),
            new Fault(
                    "master cut from the operators",
                    4,
                    seconds(2),
                    seconds(6),
                    (scene, aims) -> scene.each(scene::partFromOperators)),
            new Fault("leading operator killed", 2, NONE, NONE, (scene, aims) -> Shot.once(scene.leader()::kill)),
            new Fault("leading operator and master killed", 5, NONE, NONE, (scene, aims) -> {
                expect(scene, aims, Change.MUST, false);
                return Shot.all(Shot.once(scene.leader()::kill), scene.killMasters());
            }),
            new Fault("leading operator frozen, master killed", 6, seconds(2), seconds(12), (scene, aims) -> {
                expect(scene, aims, Change.MUST, false);
                return Shot.all(Scene.freeze(scene.leader()), scene.killMasters());
            }),
            new Fault("leading operator frozen in mid-election", 8, seconds(2), seconds(6), (scene, aims) -> {
                aims.expect(scene.targets().getFirst(), Change.MUST);
                return scene.leaderInMidElection();
            }),
            new Fault("switchover asked for", 5, NONE, NONE, (scene, aims) -> {
                plan(scene, aims);
                return scene.each(Scene::switchover);
            }),
            new Fault("switchover asked for, its target killed", 3, NONE, NONE, (scene, aims) -> {
                expect(scene, aims, Change.MAY, false);
                return scene.each(scene::switchoverToOneThatDies);
            }),
            new Fault("operator's keys flushed", 2, NONE, NONE, (scene, aims) -> scene.each(Scene::flushOperatorKeys)),
            new Fault("operator's keys flushed, master killed", 4, NONE, NONE, (scene, aims) -> {
                expect(scene, aims, Change.MUST, false);
                Shot masters = scene.killMasters();
                return Shot.all(scene.each(Scene::flushOperatorKeys), masters);
            }),
            new Fault("API server frozen", 2, seconds(3), seconds(10), (scene, aims) -> Scene.apiServer()),
            new Fault("API server frozen, master killed", 4, seconds(3), seconds(10), (scene, aims) -> {
                expect(scene, aims, Change.MUST, false);
                Shot masters = scene.killMasters();
                return Shot.all(Scene.apiServer(), masters);
            }));

    private Faults() {}

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static void plan(Scene scene, Scene.Aims aims) {
        scene.targets().forEach(aims::plan);
    }

    static void expect(Scene scene, Scene.Aims aims, Change change, boolean hidden) {
        for (Patient patient : scene.targets()) {
            aims.expect(patient, change);
            if (hidden) {
                aims.hide(patient);
            }
        }
    }

    private static Shot cut(Scene scene, Scene.Aims aims, String node) {
        scene.loseNode(node, aims, Change.MUST);
        return Scene.cut(node);
    }

    private static Shot flap(Scene scene, Scene.Aims aims) {
        String node = scene.masterNode();
        scene.loseNode(node, aims, Change.MAY);
        return new Shot(
                () -> {
                    for (int i = 0; i < FLAPS; i++) {
                        Shell.cluster("cut", node);
                        Poll.pause(FLAP);
                        Shell.cluster("heal", node);
                        Poll.pause(FLAP);
                    }
                },
                () -> {});
    }

    /** By weight. */
    static Fault draw(Random random) {
        int at = random.nextInt(TABLE.stream().mapToInt(Fault::weight).sum());
        for (Fault fault : TABLE) {
            at -= fault.weight();
            if (at < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("the weights changed");
    }
}
