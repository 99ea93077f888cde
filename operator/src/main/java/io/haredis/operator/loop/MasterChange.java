package io.haredis.operator.loop;

import io.haredis.operator.act.Stage;
import java.time.Duration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A change of master with its timings.
 *
 * @param epoch the new reign
 * @param planned true for a move, false for an election
 * @param from the old master's node, null for the first election
 * @param to the new master's node
 * @param why the sentence of the verdict
 * @param stages time from the first sign to the end of each stage, in order
 */
public record MasterChange(
        long epoch, boolean planned, @Nullable String from, String to, String why, SortedMap<Stage, Duration> stages) {

    /** True once clients on the Service are served too. */
    public boolean isComplete() {
        return stages.containsKey(Stage.SERVICE_MOVED) && stages.containsKey(Stage.REATTACHED);
    }
}
