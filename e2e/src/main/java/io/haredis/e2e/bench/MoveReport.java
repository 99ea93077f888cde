package io.haredis.e2e.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What becomes of the planned moves: a file with a line of JSON for each, and a table. */
final class MoveReport {
    private final Path file;
    private final MoveScenario scenario;
    private final JsonLines lines;
    private final List<MoveRun> runs = new ArrayList<>();

    MoveReport(Path folder, MoveScenario scenario, String image) throws IOException {
        this.file = folder.resolve(scenario.file());
        this.scenario = scenario;
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("benchmark", "move");
        about.put("scenario", scenario.name());
        about.put("began", Instant.now().toString());
        about.put("image", image);
        about.put("timeOutMilliseconds", Shooter.TIME_OUT.toMillis());
        this.lines = new JsonLines(file, about);
    }

    void add(MoveRun run) {
        runs.add(run);
        lines.append(run.toMap());
    }

    String table() {
        return "The master moved by " + scenario.description() + ", " + runs.size() + " runs, "
                + runs.stream().filter(run -> run.nobody() == null).count() + " unanswered, "
                + runs.stream().filter(run -> !run.kind().equals("move")).count() + " that the operator calls no move\n"
                + Figures.header()
                + '\n'
                + figures(MoveRun::nobody).line("nobody's write accepted", "p50 <= 15, p99 <= 100")
                + '\n'
                + figures(run -> run.takeover().pause()).line("the longest pause, the machine's too", "")
                + '\n'
                + figures(run -> run.takeover().rest()).line("the same in three seconds before it", "")
                + '\n'
                + figures(MoveRun::service).line("a plain client on the master Service", "p50 <= 150, p99 <= 1200")
                + "\nold master's replies after the new one's first: "
                + sum(run -> run.takeover().oldAfterNew())
                + " (to writes sent after it: "
                + sum(run -> run.takeover().oldSentAfterNew())
                + "), goal 0\nrefused again after the new master's first reply: "
                + sum(run -> run.takeover().refusedAgain())
                + ", goal 0\nfull resyncs: "
                + sum(MoveRun::fullSyncs)
                + " (unknown in "
                + runs.stream().filter(run -> run.fullSyncs() == null).count()
                + " runs), goal 0"
                + (scenario.replacesPod() ? "; the pod that comes for the old master's not counted" : "")
                + "\nEvery run: "
                + file;
    }

    private long sum(Function<MoveRun, @Nullable Long> value) {
        return runs.stream()
                .map(value)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    private Figures figures(Function<MoveRun, @Nullable Double> value) {
        return Figures.of(runs.stream()
                .map(run -> {
                    Double milliseconds = value.apply(run);
                    return milliseconds == null ? (double) Shooter.TIME_OUT.toMillis() : milliseconds;
                })
                .toList());
    }
}
