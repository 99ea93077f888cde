package io.haredis.operator.act;

import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Mark;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A planned move: record it, fence the old master first, promote the target when it holds all of the old one's data.
 * Nobody is writable in between, so no pause of ours, however long, makes two masters or loses a write.
 */
final class MasterMove {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Links links;
    private final RecordStore store;
    private final Pace pace;

    MasterMove(Links links, RecordStore store, Pace pace) {
        this.links = links;
        this.store = store;
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
        return store.replace(seen.expected(), record.succeeded(record.epoch() + 1, target, chosen, origin, mark));
    }

    /** Steps 2 and 3. A failed step 3 asks for an election, in which the old master takes part and wins. */
    Step proceed(Scene scene) throws InterruptedException {
        Versioned versioned = scene.recorded();
        MasterRecord record = versioned.record();
        if (!(record.origin() instanceof Moved moved)) {
            return Step.failed("the record is not of a planned move", versioned);
        }
        RoleChanges changes = new RoleChanges(links, store, scene.policy().database());
        Target old = scene.target(moved.from(), moved.fromRunId());
        Outcome demoted = changes.demote(old, record.epoch());
        if (!(demoted instanceof Outcome.Done done)) {
            return Step.failed(demoted.told(), versioned);
        }
        scene.stages().reached(Stage.DETACHED);
        Lineage last = StateReader.lineage(done.replies().getLast());
        Target target = scene.master();
        if (!awaitData(target, last, scene.policy().database())) {
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
        scene.stages().reached(Stage.PROMOTED);
        return new Step(
                true,
                false,
                target.node() + " took over from " + old.node() + " in epoch " + record.epoch(),
                versioned,
                old);
    }

    private boolean awaitData(Target target, Lineage last, int database) throws InterruptedException {
        StateReader reader = new StateReader(database);
        long began = pace.nanos();
        try (Link link = links.open(target.host(), target.port())) {
            while (pace.since(began).compareTo(PATIENCE) < 0) {
                NodeState state = state(reader.whole(link));
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

    private static @Nullable NodeState state(Contact contact) {
        return contact instanceof Contact.Answers a ? a.state() : null;
    }
}
