package io.haredis.e2e.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What becomes of the runs: a file with a line of JSON for the scenario and one for each run, and a table. */
final class ClientReport {
    private final Path file;
    private final JsonLines lines;
    private final ClientScenario scenario;
    private final List<ClientRun> runs = new ArrayList<>();
    private Tally between = Tally.NOTHING;

    ClientReport(Path folder, ClientScenario scenario, String image) throws IOException {
        this.file = folder.resolve(scenario.file());
        this.scenario = scenario;
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("benchmark", scenario.name());
        about.put("who", scenario.who());
        about.put("shot", scenario.shot());
        about.put("began", Instant.now().toString());
        about.put("image", image);
        about.put("threads", Writers.THREADS);
        about.put("paceMilliseconds", Writers.PACE.toMillis());
        about.put("timeOutMilliseconds", scenario.timeOut().toMillis());
        this.lines = new JsonLines(file, about);
    }

    void add(ClientRun run) {
        runs.add(run);
        lines.append(run.toMap());
    }

    /** Writes outside the runs: while what was lost is repaired, nobody should notice. */
    void addBetween(Tally tally) {
        between = between.plus(tally);
    }

    /** The last line. */
    void end() {
        lines.append(Map.of("between", between.toMap()));
    }

    String table() {
        Tally all = runs.stream().map(ClientRun::tally).reduce(Tally.NOTHING, Tally::plus);
        StringBuilder table = new StringBuilder()
                .append(scenario.who())
                .append(": ")
                .append(scenario.shot())
                .append(", ")
                .append(runs.size())
                .append(" runs, ")
                .append(runs.stream().filter(run -> run.gaps().thread() == null).count())
                .append(" unanswered, ")
                .append(Writers.THREADS)
                .append(" threads\n")
                .append(Figures.header())
                .append('\n');
        if (!scenario.isPlanned()) {
            table.append(row("to the first write accepted", Gaps::first)).append('\n');
        } else {
            table.append(row("nobody's write accepted, old to new", Gaps::change))
                    .append('\n')
                    .append(row("nobody's, also of the machine's pauses", Gaps::nobody))
                    .append('\n');
        }
        return table.append(row("longest gap of any thread", Gaps::thread))
                .append("\nin the runs:  ")
                .append(shown(all))
                .append("\nbetween them: ")
                .append(shown(between))
                .append(scenario.isPeer() ? "" : "\ngoal:         0 failed, 0 lost, 0 surplus")
                .append("\nEvery run: ")
                .append(file)
                .toString();
    }

    private static String shown(Tally tally) {
        return tally.acknowledged() + " acknowledged, " + tally.unknown() + " of unknown outcome, " + tally.failed()
                + " failed " + tally.failures() + "; INCR totals: " + tally.lost() + " lost, " + tally.surplus()
                + " surplus";
    }

    private String row(String what, Function<Gaps, @Nullable Double> value) {
        return Figures.of(runs.stream()
                        .map(run -> {
                            Double milliseconds = value.apply(run.gaps());
                            return milliseconds == null
                                    ? (double) scenario.timeOut().toMillis()
                                    : milliseconds;
                        })
                        .toList())
                .line(what, scenario.goal());
    }
}
