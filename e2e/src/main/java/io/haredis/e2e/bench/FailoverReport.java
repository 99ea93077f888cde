package io.haredis.e2e.bench;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What becomes of the runs: a JSON file with every one of them, and a table. */
final class FailoverReport {
    private final Path file;
    private final String image;
    private final Scenario scenario;
    private final Instant began = Instant.now();

    FailoverReport(Path file, String image, Scenario scenario) {
        this.scenario = scenario;
        this.file = file;
        this.image = image;
    }

    /** Everything so far: written after every run, so that a run that breaks off is kept too. */
    void write(List<Run> runs) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("benchmark", "failover");
        report.put("scenario", scenario.name());
        report.put("began", began.toString());
        report.put("image", image);
        report.put("timeOutMilliseconds", Shooter.TIME_OUT.toMillis());
        report.put("podsMilliseconds", figures(runs, Run::pods).toMap());
        if (hasService(runs)) {
            report.put("serviceMilliseconds", figures(runs, Run::service).toMap());
        }
        report.put("runs", runs.stream().map(Run::toMap).toList());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Serialization.asJson(report) + System.lineSeparator());
    }

    String table(List<Run> runs) {
        StringBuilder table = new StringBuilder();
        table.append("From ")
                .append(scenario.description())
                .append(" to the first write that the new master accepts, ")
                .append(runs.size())
                .append(" runs, ")
                .append(runs.stream().filter(run -> run.pods() == null).count())
                .append(" unanswered\n")
                .append(Figures.header())
                .append('\n')
                .append(figures(runs, Run::pods)
                        .line(
                                scenario.isSilent()
                                        ? "a writer that asks the other pods"
                                        : "a writer that knows only the pods",
                                scenario.goal()))
                .append('\n');
        if (hasService(runs)) {
            table.append(figures(runs, Run::service)
                            .line("a plain client on the master Service", scenario.serviceGoal()))
                    .append('\n');
        }
        return table.append("Every run: ").append(file).toString();
    }

    private static boolean hasService(List<Run> runs) {
        return runs.stream().anyMatch(run -> run.service() != null);
    }

    private static Figures figures(List<Run> runs, Function<Run, @Nullable Double> value) {
        return Figures.of(runs.stream()
                .map(run -> {
                    Double milliseconds = value.apply(run);
                    return milliseconds == null ? (double) Shooter.TIME_OUT.toMillis() : milliseconds;
                })
                .toList());
    }
}
