package io.haredis.operator.report;

import io.haredis.operator.act.Stage;
import io.haredis.operator.api.v1alpha1.ChangeKind;
import io.haredis.operator.api.v1alpha1.LastFailover;
import io.haredis.operator.loop.MasterChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A change of master, for the status and for the log. Pure. */
final class Changes {
    private Changes() {}

    static LastFailover forStatus(MasterChange change, Instant at) {
        Duration total =
                change.stages().values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
        return new LastFailover(
                change.planned() ? ChangeKind.MOVE : ChangeKind.ELECTED,
                change.from(),
                change.to(),
                change.epoch(),
                at.truncatedTo(ChronoUnit.SECONDS),
                change.why().isBlank() ? null : change.why(),
                millis(change, Stage.DETECTED),
                millis(change, Stage.RECORDED),
                millis(change, Stage.PROMOTED),
                millis(change, Stage.REATTACHED),
                millis(change, Stage.SERVICE_MOVED),
                change.isComplete() ? total.toMillis() : null);
    }

    private static @Nullable Long millis(MasterChange change, Stage stage) {
        Duration time = change.stages().get(stage);
        return time == null ? null : time.toMillis();
    }

    /** For the log: where the time went. */
    static String timings(MasterChange change) {
        return change.stages().entrySet().stream()
                .map(e -> e.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " "
                        + e.getValue().toMillis() + " ms")
                .collect(Collectors.joining(", "));
    }
}
