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
    private final Instant began = Instant.now();

    FailoverReport(Path file, String image) {
        this.file = file;
        this.image = image;
    }

    /** Everything so far: written after every run, so that a run that breaks off is kept too. */
    void write(List<Kill> kills) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("benchmark", "failover");
        report.put("began", began.toString());
        report.put("image", image);
        report.put("timeOutMilliseconds", Shooter.TIME_OUT.toMillis());
        report.put("podsMilliseconds", figures(kills, Kill::pods).toMap());
        if (hasService(kills)) {
            report.put("serviceMilliseconds", figures(kills, Kill::service).toMap());
        }
        report.put("kills", kills.stream().map(Kill::toMap).toList());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Serialization.asJson(report) + System.lineSeparator());
    }

    String table(List<Kill> kills) {
        StringBuilder table = new StringBuilder();
        table.append("From kill -9 to the first write that the new master accepts, ")
                .append(kills.size())
                .append(" kills, ")
                .append(kills.stream().filter(kill -> kill.pods() == null).count())
                .append(" unanswered\n")
                .append(Figures.header())
                .append('\n')
                .append(figures(kills, Kill::pods).line("a writer that knows only the pods", "p50 <= 40, p99 <= 250"))
                .append('\n');
        if (hasService(kills)) {
            table.append(figures(kills, Kill::service).line("a plain client on the master Service", "p50 <= 150"))
                    .append('\n');
        }
        return table.append("Every kill: ").append(file).toString();
    }

    private static boolean hasService(List<Kill> kills) {
        return kills.stream().anyMatch(kill -> kill.service() != null);
    }

    private static Figures figures(List<Kill> kills, Function<Kill, @Nullable Double> value) {
        return Figures.of(kills.stream()
                .map(kill -> {
                    Double milliseconds = value.apply(kill);
                    return milliseconds == null ? (double) Shooter.TIME_OUT.toMillis() : milliseconds;
                })
                .toList());
    }
}
