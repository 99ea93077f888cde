package io.haredis.e2e.chaos;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.e2e.Beside;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.history.History;
import io.haredis.e2e.history.Span.Change;
import io.haredis.e2e.history.Timings;
import io.haredis.e2e.history.Write;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node is cut off and healed, with clients on both sides of the cut. */
@Order(10)
class CutOffIT {
    private static final Duration CUT = Duration.ofSeconds(10);

    @RegisterExtension
    static final Theatre THEATRE = new Theatre("cut-off");

    private long cut;
    private long healed;
    private long farLast;
    private long nearFirst;

    /** The far side stops by itself, long before it is healed; the near side is judged by the checker. */
    @Test
    void masterThatIsCutOffStopsByItself() throws Exception {
        cutOff();
    }

    /** For locks: nobody takes a write on the near side before the far side takes none any more. */
    @Test
    void withDelayTheFarSideHasStoppedBeforeTheNearSideBegins() throws Exception {
        delay(3000);
        try {
            cutOff();
            assertThat(nearFirst).isGreaterThan(farLast);
        } finally {
            delay(0);
        }
    }

    private static void delay(int milliseconds) {
        THEATRE.async().cluster().configure(Map.of("failover", Map.of("delayMilliseconds", milliseconds)));
    }

    private void cutOff() throws Exception {
        Patient patient = THEATRE.async();
        Endpoint master = patient.cluster().pods().stream()
                .filter(pod -> pod.name().equals(patient.master()))
                .findFirst()
                .orElseThrow();
        String node = patient.nodeOf(master.name());
        Process beside = beside(patient, node, master);
        try (BufferedReader said = beside.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("writing");
            List<History> histories =
                    THEATRE.judge(new Fault("node cut off, clients on both sides", 0, CUT, CUT, (scene, aims) -> {
                        scene.loseNode(node, aims, Change.MUST);
                        Shot shot = Scene.cut(node);
                        return new Shot(
                                () -> {
                                    cut = System.nanoTime();
                                    shot.fire().run();
                                },
                                () -> {
                                    healed = System.nanoTime();
                                    shot.heal().run();
                                });
                    }));
            beside.getOutputStream().close();
            String[] told = requireNonNull(said.readLine()).split(" ", 2);
            farLast = Long.parseLong(told[1]);
            nearFirst = firstOfNextReign(histories.getFirst());
            System.out.printf(
                    "figure: after the cut, last write acknowledged on its far side: %d ms (%s in all), first on the near"
                            + " side: %d ms%n",
                    (farLast - cut) / 1_000_000, told[0], (nearFirst - cut) / 1_000_000);
            assertThat(farLast).isBetween(cut, healed);
        } finally {
            beside.destroyForcibly();
        }
    }

    private static long firstOfNextReign(History history) {
        long before = history.spans().getFirst().epochBefore();
        return history.writes().stream()
                .filter(write -> write.isAcknowledged() && write.epoch() > before)
                .mapToLong(Write::done)
                .min()
                .orElseThrow();
    }

    /** Nobody is elected: it answers. But it has nobody who follows. */
    @Test
    void masterThatIsCutOffFromItsReplicasTakesNoWritesAndStaysMaster() {
        List<History> histories =
                THEATRE.judge(new Fault("master cut from its replicas for long", 0, CUT, CUT, (scene, aims) -> {
                    Faults.expect(scene, aims, Change.MUST_NOT, true);
                    return scene.each(scene::partFromReplicas);
                }));
        for (History history : histories) {
            assertThat(new Timings(history).of(0).gap()).as(history.cluster()).isGreaterThan(1000);
        }
    }

    /** In the node's own network, as an application's pod there would be. */
    private static Process beside(Patient patient, String node, Endpoint master) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "nsenter",
                "--net=/run/netns/haredis-" + node,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Beside.class.getName(),
                master.host(),
                Integer.toString(master.port()),
                "beside");
        builder.environment()
                .put("HAREDIS_PASSWORD", requireNonNull(patient.cluster().password()));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
