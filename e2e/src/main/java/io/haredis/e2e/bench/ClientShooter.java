package io.haredis.e2e.bench;

import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Poll;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Shoots at the master that a client's writers write to, again and again, while they go on. */
final class ClientShooter {
    private static final Duration WARM = Duration.ofSeconds(2);
    /** What comes after the first write is seen too: a second gap, say. */
    private static final Duration LOOK_ON = Duration.ofSeconds(1);

    private final ClientScenario scenario;
    private final Stage stage;
    private final Writers writers;
    private final Events events;

    ClientShooter(ClientScenario scenario, Stage stage, Writers writers, Events events) {
        this.scenario = scenario;
        this.stage = stage;
        this.writers = writers;
        this.events = events;
    }

    void shoot(Path folder, int runs) throws IOException {
        System.out.println(
                "bench: " + scenario.who() + ": " + runs + " times " + scenario.shot() + ", " + stage.image());
        ClientReport report = new ClientReport(folder, scenario, stage.image());
        for (int number = 1; number <= runs; number++) {
            stage.settle();
            awaitServed(System.nanoTime(), Writers.LONGEST_CALL);
            List<Page> before = writers.begin("run:" + number, true);
            report.addBetween(tally(before));
            System.gc(); // None of ours while it counts, nor in the last gap before the shot.
            Poll.pause(WARM);
            ClientRun run = shoot(number);
            report.add(run);
            System.out.println(run.line());
            stage.repair();
        }
        report.addBetween(tally(writers.begin("end", false)));
        report.end();
        System.out.println();
        System.out.println(report.table());
    }

    private ClientRun shoot(int number) {
        Endpoint master = stage.master();
        Shot shot = stage.aim();
        long before = System.nanoTime();
        shot.fire().run();
        try {
            long after = System.nanoTime();
            boolean isServed = awaitEnd(after);
            Poll.pause(LOOK_ON);
            List<Page> pages = writers.begin("after:" + number, false);
            Map<String, Object> stages = stage.stages(); // Only then the status names the new master.
            return new ClientRun(
                    number,
                    master.name(),
                    stage.master().name(),
                    isServed ? Gaps.of(pages, before, after, events.change(before)) : Gaps.UNENDED,
                    tally(pages),
                    stages,
                    events.after(before));
        } finally {
            shot.undo().run();
        }
    }

    private boolean awaitEnd(long shot) {
        try {
            stage.awaitEffect();
        } catch (KubernetesClientTimeoutException noEffect) {
            return false;
        }
        return awaitServed(scenario.isPlanned() ? System.nanoTime() : shot, scenario.timeOut());
    }

    private boolean awaitServed(long since, Duration atMost) {
        return Poll.until(atMost, () -> writers.areServedSince(since));
    }

    private Tally tally(List<Page> pages) {
        return Tally.of(pages, Counters.read(stage.master(), stage.password(), pages));
    }
}
