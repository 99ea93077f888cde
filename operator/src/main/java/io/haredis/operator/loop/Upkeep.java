package io.haredis.operator.loop;

import io.haredis.operator.act.Pace;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.Snapshot;
import io.haredis.protocol.Beat;
import io.haredis.protocol.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the leader writes under a reigning master while data changes: the beat once a second, the mark every ten. An idle
 * master's stream grows by its own pings, and by our beat: that is not a change, else it would be written to for ever.
 */
final class Upkeep {
    private static final Duration BEAT_EVERY = Duration.ofSeconds(1);
    private static final Duration MARK_EVERY = Duration.ofSeconds(10);
    private static final long PING_BYTES_PER_SECOND = 14;
    private static final long OWN_WRITES_BYTES = 600;

    private final Pace pace;
    private final Tide beat = new Tide();
    private final Tide mark = new Tide();

    Upkeep(Pace pace) {
        this.pace = pace;
    }

    /** The writes that are due. */
    List<Action> due(Snapshot snapshot, MasterRecord record) {
        Optional<NodeState> master = snapshot.node(record.holder()).state().filter(NodeState::isMaster);
        if (master.isEmpty()) {
            return List.of();
        }
        List<Action> due = new ArrayList<>();
        long offset = master.get().lineage().offset();
        if (beat.isDue(record.epoch(), offset, BEAT_EVERY)) {
            due.add(new Action.WriteBeat(new Beat(record.epoch(), offset)));
        }
        held(snapshot, record, master.get())
                .filter(m -> record.mark() == null
                        || !m.isBelow(record.mark(), master.get().lineage()))
                .filter(m -> mark.isDue(record.epoch(), m.offset(), MARK_EVERY) || isUnknown(record.mark(), m))
                .ifPresent(m -> due.add(new Action.WriteMark(m)));
        return due;
    }

    /** What a replica, never the master itself, is seen to hold of the master's stream. */
    private static Optional<Mark> held(Snapshot snapshot, MasterRecord record, NodeState master) {
        return snapshot.all().stream()
                .filter(n -> !n.name().equals(record.holder()))
                .flatMap(n -> n.state().stream()
                        .filter(s -> s.isLinkUp() && record.counts(n.name(), s.runId()))
                        .filter(s -> s.lineage().id().equals(master.lineage().id())))
                .max(Comparator.comparingLong(s -> s.lineage().offset()))
                .map(s -> new Mark(
                        s.lineage().id(), s.lineage().offset(), s.keys().opcounter()));
    }

    /** No mark yet, or one under an id that no server may know by now: a full sync forgets the former id. */
    private static boolean isUnknown(@Nullable Mark recorded, Mark held) {
        return recorded == null || !recorded.id().equals(held.id());
    }

    /** Tells growth by writes from growth by pings. */
    private final class Tide {
        private long epoch = -1;
        private long level;
        private long at;

        boolean isDue(long currentEpoch, long offset, Duration every) {
            Duration elapsed = pace.since(at);
            if (epoch == currentEpoch && elapsed.compareTo(every) < 0) {
                return false;
            }
            boolean first = epoch != currentEpoch;
            long allowance = OWN_WRITES_BYTES + PING_BYTES_PER_SECOND * (elapsed.toSeconds() + 2);
            boolean moved = !first && offset - level > allowance;
            if (first || moved || offset < level) {
                epoch = currentEpoch;
                level = offset;
                at = pace.nanos();
            }
            return moved;
        }
    }
}
