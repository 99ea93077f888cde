package io.haredis.operator.act;

import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.decide.AnotherEra;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Mark;
import java.time.Duration;

/**
 * A planned move: record it, fence the old master first, promote the target when it holds all of the old one's data.
 * Nobody is writable in between, so no pause of ours, however long, makes two masters or loses a write.
 */
final class MasterMove {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Links links;
    private final RecordStore store;
    private final RoleChanges changes;
    private final Pace pace;
    private boolean opened;

    MasterMove(Links links, RecordStore store, RoleChanges changes, Pace pace) {
        this.links = links;
        this.store = store;
        this.changes = changes;
        this.pace = pace;
    }

    /** Step 1: the record names the target, and the process that it takes over from. */
    Versioned begin(Scene scene, String target) throws StoreException {
        Versioned seen = scene.recorded();
        MasterRecord record = seen.record();
        NodeState state = scene.snapshot().node(target).state().orElseThrow();
        Chosen chosen =
                new Chosen(state.runId(), state.lineage().id(), state.lineage().offset());
        Moved origin = new Moved(record.holder(), record.chosen().runId());
        Mark mark = record.mark() == null ? null : record.mark().as(state.lineage());
        long next = AnotherEra.nextEpoch(scene.snapshot(), record);
        return store.replace(seen.expected(), record.succeeded(next, target, chosen, origin, mark));
    }

    /** Steps 2 and 3. A failed step 3 asks for an election, in which the old master takes part and wins. */
    Step proceed(Scene scene) throws InterruptedException {
        Versioned versioned = scene.recorded();
        MasterRecord record = versioned.record();
        if (!(record.origin() instanceof Moved moved)) {
            return Step.failed("the record is not of a planned move", versioned);
        }
        Target old = scene.target(moved.from(), moved.fromRunId());
        watchAhead(scene, record);
        Outcome demoted = changes.demote(old, record.epoch());
        if (!(demoted instanceof Outcome.Done done)) {
            return Step.failed(demoted.told(), versioned);
        }
        scene.stages().reached(Stage.DETACHED);
        Lineage last = StateReader.lineage(done.replies().getLast());
        Target target = scene.master();
        if (!awaitData(target, last)) {
            return new Step(
                    false,
                    false,
                    target.node() + " did not receive all of " + old.node() + "'s data in time",
                    versioned,
                    old);
        }
        Outcome promoted = changes.promoteTarget(target, record, scene.minReplicas(), last);
        if (!promoted.isDone()) {
            String fenced = promoted instanceof Outcome.Half
                    ? "; fencing it again: "
                            + changes.fence(target, record.epoch()).told()
                    : "";
            return new Step(false, false, promoted.told() + fenced, versioned, old);
        }
        opened = promoted instanceof Outcome.Done;
        scene.stages().reached(Stage.PROMOTED);
        return Step.done(target.node() + " took over from " + old.node() + " in epoch " + record.epoch(), versioned);
    }

    /** True if the target is known to take writes once it is followed. */
    boolean hasOpened() {
        return opened;
    }

    /** Before the old master is fenced: from then on nobody accepts writes, and each round trip counts. */
    private void watchAhead(Scene scene, MasterRecord record) {
        for (NodeView node : scene.snapshot().usable(record.voters())) {
            try {
                Link link = links.open(node.host().orElse(""), PodView.PORT);
                if (node.name().equals(record.holder())) {
                    link.close(); // open, for the data that it has yet to receive
                } else {
                    changes.watch(link);
                }
            } catch (LinkException e) {
                // Whoever needs it meets the same and answers for it.
            }
        }
    }

    /** Watches the target meanwhile: it is promoted upon what was read last. */
    private boolean awaitData(Target target, Lineage last) throws InterruptedException {
        long began = pace.nanos();
        try {
            Link link = links.open(target.host(), target.port());
            while (pace.since(began).compareTo(PATIENCE) < 0) {
                NodeState state = changes.watch(link).orElse(null);
                if (state == null || !state.runId().equals(target.runId())) {
                    return false;
                }
                if (state.lineage().holds(last.id(), last.offset())) {
                    return true;
                }
                pace.pause(PAUSE);
            }
        } catch (LinkException e) {
            return false;
        }
        return false;
    }
}
