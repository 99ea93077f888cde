package io.haredis.operator.loop;

import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Snapshot;
import org.jspecify.annotations.Nullable;

/** Tells people: log, Events, conditions, status, metrics. Never throws, never blocks for long, never decides. */
public interface Reporter {
    /** What this pass saw and decided. Called at each pass; writes only what changed. */
    void saw(Snapshot snapshot, @Nullable MasterRecord record, Decision decision);

    /** Something happened that a person wants to read about. */
    void happened(Happening happening);

    /** A change of master is complete, or its next stage is. */
    void changed(MasterChange change);
}
