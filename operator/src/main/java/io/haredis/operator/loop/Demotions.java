package io.haredis.operator.loop;

import io.haredis.operator.act.Pace;
import io.haredis.operator.act.ServerKeys;
import io.haredis.operator.act.Target;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Processes that were seen as masters and are none any more, whoever demoted them. Their clients get a second to see
 * READONLY, which is retried; then their connections are closed, so that nobody hangs on a server which refuses all.
 */
final class Demotions {
    private static final Duration KILL_AFTER = Duration.ofSeconds(1);
    /** An operator that leads only later leaves the readers of by then alone. */
    private static final Duration FORGET_AFTER = Duration.ofSeconds(30);

    private record Demoted(Target target, long at) {}

    private final Pace pace;
    private final Map<String, String> masters = new HashMap<>();
    private final List<Demoted> demoted = new ArrayList<>();

    Demotions(Pace pace) {
        this.pace = pace;
    }

    /** Called at each pass, by the standby too: it may be the one that has to close them. */
    void saw(Snapshot snapshot) {
        for (NodeView node : snapshot.all()) {
            node.state().ifPresent(state -> saw(node, state));
        }
        demoted.removeIf(d -> pace.since(d.at()).compareTo(FORGET_AFTER) > 0);
    }

    private void saw(NodeView node, NodeState state) {
        if (state.isMaster()) {
            masters.put(node.name(), state.runId());
            demoted.removeIf(d -> d.target().node().equals(node.name()));
        } else if (state.runId().equals(masters.remove(node.name()))) {
            demoted.add(new Demoted(Target.of(node, state.runId()), pace.nanos()));
        }
    }

    /** Closes what is due, under a reigning master. */
    void close(ServerKeys servers, Snapshot snapshot, MasterRecord record) {
        demoted.removeIf(d -> {
            Target target = d.target();
            boolean due = pace.since(d.at()).compareTo(KILL_AFTER) >= 0
                    && snapshot.node(target.node()).isProcess(target.runId());
            if (due && !target.node().equals(record.holder())) {
                servers.closeClients(target);
            }
            return due;
        });
    }
}
