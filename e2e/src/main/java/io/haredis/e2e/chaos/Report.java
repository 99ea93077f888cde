package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.e2e.history.Checker;
import io.haredis.e2e.history.History;
import io.haredis.e2e.history.Losses;
import io.haredis.e2e.history.Outcome;
import io.haredis.e2e.history.Span;
import io.haredis.e2e.history.Timing;
import io.haredis.e2e.history.Timings;
import io.haredis.e2e.history.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of a run: a table, and a JSON file with every fault and every violation. */
final class Report {
    private static final int SHOWN = 20;

    private final Map<String, Object> json = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private long failovers;

    Report(long seed, int minutes, String image) {
        json.put("chaos", seed);
        json.put("minutes", minutes);
        json.put("image", image);
    }

    /** Judges one cluster's history and prints its faults. */
    void add(History history) {
        List<Violation> found = Checker.check(history);
        violations.addAll(found);
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put("acknowledged", count(history, Outcome.ACKNOWLEDGED));
        cluster.put("refused", count(history, Outcome.REFUSED));
        cluster.put("unknown", count(history, Outcome.UNKNOWN));
        cluster.put("lost", Losses.of(history).size());
        cluster.put("looks", history.looks().size());
        cluster.put("failovers", failovers(history));
        cluster.put("twice", twice(history));
        cluster.put("violations", found.stream().map(Violation::toString).toList());
        cluster.put("faults", faults(history));
        json.put(history.cluster(), cluster);
        failovers += failovers(history);
        System.out.println("chaos: " + history.cluster() + " "
                + cluster.entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof Number)
                        .toList());
    }

    private static long count(History history, Outcome outcome) {
        return history.writes().stream()
                .filter(write -> write.outcome() == outcome)
                .count();
    }

    /** Faults that cost two changes of master instead of one. */
    private static long twice(History history) {
        return history.spans().stream()
                .filter(span -> span.epochAfter() - span.epochBefore() > 1)
                .count();
    }

    private static long failovers(History history) {
        return history.spans().isEmpty()
                ? 0
                : history.spans().getLast().epochAfter()
                        - history.spans().getFirst().epochBefore();
    }

    private static List<Map<String, Object>> faults(History history) {
        List<Map<String, Object>> faults = new ArrayList<>();
        System.out.printf(
                "%n%-8s %4s %-42s %11s %9s %9s %9s %9s %5s %5s%n",
                history.cluster(),
                "no",
                "fault (ms)",
                "epoch",
                "detected",
                "recovered",
                "service",
                "gap",
                "late",
                "lost");
        Timings timings = new Timings(history);
        for (int i = 0; i < history.spans().size(); i++) {
            Span span = history.spans().get(i);
            Timing timing = timings.of(i);
            faults.add(toMap(span, timing));
            System.out.printf(
                    "%-8s %4d %-42s %5d->%-4d %9s %9s %9s %9s %5d %5d%n",
                    "",
                    span.number(),
                    span.fault(),
                    span.epochBefore(),
                    span.epochAfter(),
                    shown(timing.detected()),
                    shown(timing.recovered()),
                    shown(timing.service()),
                    shown(timing.gap()),
                    timing.late(),
                    timing.lost());
        }
        return faults;
    }

    private static Map<String, Object> toMap(Span span, Timing timing) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("number", span.number());
        map.put("fault", span.fault());
        map.put("epochBefore", span.epochBefore());
        map.put("epochAfter", span.epochAfter());
        map.put("isHealthy", span.isHealthy());
        map.put("detectedMilliseconds", timing.detected());
        map.put("recoveredMilliseconds", timing.recovered());
        map.put("serviceMilliseconds", timing.service());
        map.put("gapMilliseconds", timing.gap());
        map.put("lateAcknowledgements", timing.late());
        map.put("lastLateMilliseconds", timing.lastLate());
        map.put("lost", timing.lost());
        return map;
    }

    private static String shown(@Nullable Double milliseconds) {
        return milliseconds == null ? "-" : String.format(Locale.ROOT, "%.0f", milliseconds);
    }

    /** Writes all to the file and says it in short; true if no promise was broken and anything happened at all. */
    boolean finish(Path file) throws IOException {
        json.put("failovers", failovers);
        json.put("violations", violations.size());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Serialization.asJson(json) + System.lineSeparator());
        violations.stream().limit(SHOWN).forEach(violation -> System.out.println("VIOLATION " + violation));
        System.out.printf(
                "%nchaos: %d failovers, %d violations; every fault: %s%n", failovers, violations.size(), file);
        return violations.isEmpty() && failovers > 0;
    }
}
