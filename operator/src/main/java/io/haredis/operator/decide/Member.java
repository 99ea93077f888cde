package io.haredis.operator.decide;

import org.jspecify.annotations.Nullable;

/**
 * A node in the record.
 *
 * @param known run_id of the process that may be attached to a master, null if none
 * @param counted run_id of the process that was in sync with a reigning master and has forgotten nothing since
 * @param voter false while it joins: it is attached, but not yet one of the configured nodes
 */
public record Member(@Nullable String known, @Nullable String counted, boolean voter) {
    /** The same, with this process known. */
    public Member knowing(String runId) {
        return new Member(runId, counted, voter);
    }

    /** The same, with this process known and counted, as one of the configured nodes. */
    public Member counting(String runId) {
        return new Member(runId, runId, true);
    }
}
