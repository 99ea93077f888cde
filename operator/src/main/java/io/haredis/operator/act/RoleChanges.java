package io.haredis.operator.act;

import static io.haredis.operator.act.RoleCommands.FENCE;
import static io.haredis.operator.act.RoleCommands.RESTORE;
import static io.haredis.operator.act.RoleCommands.fencing;
import static io.haredis.operator.act.RoleCommands.stamping;
import static io.haredis.operator.act.RoleCommands.writing;

import io.haredis.operator.act.GuardedExec.Before;
import io.haredis.operator.act.GuardedExec.Change;
import io.haredis.operator.decide.Divergence;
import io.haredis.operator.decide.Freshness;
import io.haredis.operator.decide.Keyless;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The changes of a server's role. Each is guarded, idempotent, and complete in itself. For one pass, by one thread. */
public final class RoleChanges implements AutoCloseable {
    private final Links links;
    private final RecordStore records;
    private final int database;
    private final Watches watches;
    /** What the master of this reign was last seen to hold: it is read once for all whom it is about to lead. */
    private @Nullable Lineage held;

    /** Changes on the servers of one cluster. */
    public RoleChanges(Links links, RecordStore records, int database) {
        this.links = links;
        this.records = records;
        this.database = database;
        this.watches = new Watches(links, database);
    }

    /**
     * Watches a process ahead of its next change, and reads it.
     *
     * @param link ours from now on
     * @return empty if it answers only errors
     */
    Optional<NodeState> watch(Link link) throws LinkException {
        return watches.watch(link);
    }

    /** The same of several, in the same time; null for one that answers only errors, or nothing. */
    List<@Nullable NodeState> watch(List<Link> several) {
        return watches.watch(several);
    }

    /** True if the next change of this process needs one round trip less. */
    boolean isWatched(Target target) {
        return watches.isWatched(target);
    }

    /** The record was read or written with this epoch, after all that is watched was watched. */
    void recordIsOf(long epoch) {
        watches.recordIsOf(epoch);
    }

    /** A process, on a connection of its own. */
    record Reached(Target target, Link link) {}

    /** Master lost, step 1: detaches processes, in the same time, and stamps them with the epoch after the record's. */
    List<Outcome> detach(List<Reached> nodes, long recordEpoch) {
        List<GuardedExec> execs = nodes.stream()
                .map(one -> new GuardedExec(links, one.link(), database))
                .toList();
        List<GuardedExec.Look> looks = execs.stream().map(GuardedExec::look).toList();
        List<GuardedExec.Changing> changes = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            changes.add(execs.get(i)
                    .change(
                            nodes.get(i).target(),
                            Guard.towards(recordEpoch),
                            looks.get(i),
                            before -> Rule.DETACH.on()
                                    ? fenceAndStamp(before, recordEpoch + 1)
                                    : Change.of(stamping(before, recordEpoch + 1), mustLift(before.state()))));
        }
        return changes.stream().map(GuardedExec.Changing::outcome).toList();
    }

    /** The same on a connection of its own, for a server whose promotion took effect only in part. */
    public Outcome fence(Target target, long recordEpoch) {
        return watches.change(target, Guard.towards(recordEpoch), before -> fenceAndStamp(before, recordEpoch + 1));
    }

    /** The same in the name of the record's own epoch, for a counted process that lost its keys. */
    public Outcome stamp(Target target, long recordEpoch) {
        return watches.change(
                target,
                Guard.inEpoch(recordEpoch),
                before -> unlessOver(before, recordEpoch, () -> fenceAndStamp(before, recordEpoch)));
    }

    /** Detaches a process that leaves the cluster. Its stamp keeps sleeping operators from attaching it once more. */
    public Outcome release(Target target, long recordEpoch) {
        return fence(target, recordEpoch);
    }

    /**
     * Detaches one that is no member yet, in the name of the record's epoch. A higher stamp, of a time when it left, stays and
     * forbids nothing: nobody attaches it by that.
     */
    public Outcome turnAway(Target target, long recordEpoch) {
        return watches.change(
                target,
                Guard.towards(recordEpoch),
                before -> unlessOver(before, recordEpoch, () -> fenceAndStamp(before, recordEpoch)));
    }

    /** Planned move, step 2: the old master is fenced; the last reply is its INFO with the final offset. */
    public Outcome demote(Target target, long recordEpoch) {
        return watches.change(
                target,
                Guard.inEpoch(recordEpoch),
                before -> unlessOver(
                        before,
                        recordEpoch,
                        () -> Change.of(finalData(before, recordEpoch), mustLift(before.state()))));
    }

    /**
     * Step 5: the process follows the reigning master. It is stamped in the same EXEC, so that an operator that slept
     * since it saw no keys here finds its WATCH broken: a full resync of absent keys alone would not break it.
     *
     * @param volume what the master does not hold is saved first
     */
    public Outcome attach(Target target, Target master, MasterRecord record, boolean volume) {
        return watches.change(target, Guard.inEpoch(record.epoch()), before -> {
            NodeState state = before.state();
            if (Rule.JOIN.on() && !record.knows(target.node(), state.runId())) {
                return Change.refuse("is not known to the record");
            }
            if (Keyless.mustBeStamped(target.node(), state, record)) {
                return Change.refuse("lost its keys and is not stamped");
            }
            if (state.follows(master.host(), master.port())) {
                return Change.nothing();
            }
            return unlessOver(before, record.epoch(), () -> {
                if (isFresher(target, state, master, record)) {
                    return Change.refuse("holds data that is fresher than " + master.node() + "'s");
                }
                if (volume && holdsUnsavedData(state, master, record)) {
                    return Change.refuse("holds data that " + master.node() + " does not hold: they are saved first");
                }
                List<Command> commands = new ArrayList<>(fencing(before, record.epoch()));
                commands.add(Command.of("REPLICAOF", master.host(), master.port()));
                return Change.of(commands, mustLift(state));
            });
        });
    }

    /**
     * Rule "readUnderWatch": what stands on a server may be of an older reign than the one it serves by now; it may apply old
     * deletions and keys yet. The record, read between WATCH and EXEC, tells: who takes the server away later touches its
     * stamp.
     */
    private Change unlessOver(Before before, long epoch, Supplier<Change> change) {
        if (!Rule.READ_UNDER_WATCH.on() || before.recorded() == epoch) {
            return change.get();
        }
        return byRecord(epoch, now -> change.get());
    }

    /** By the record as it is now, unless its epoch is over. */
    private Change byRecord(long epoch, Function<MasterRecord, Change> change) {
        try {
            Optional<MasterRecord> now =
                    records.read().map(RecordStore.Versioned::record).filter(r -> r.epoch() == epoch);
            if (now.isEmpty()) {
                return Change.refuse("is not changed: epoch " + epoch + " is over");
            }
            watches.recordIsOf(epoch);
            return change.apply(now.get());
        } catch (StoreException e) {
            return Change.refuse("is not changed before the record can be read: " + e.getMessage());
        }
    }

    /** The master is read after the node: what it held by then it holds now. */
    private boolean holdsUnsavedData(NodeState state, Target master, MasterRecord record) {
        if (!Divergence.isPossible(state, record)
                || (held != null && state.lineage().isPrefixOf(held))) {
            return false;
        }
        Optional<NodeState> now = state(master);
        now.ifPresent(leading -> held = leading.lineage());
        return now.isEmpty()
                || !Divergence.copy(state, now.get().lineage(), record, true).allowsAttaching();
    }

    /** Rule "fresher": by what node and master say now, whatever was decided before. Read anew only where it is possible. */
    private boolean isFresher(Target target, NodeState state, Target master, MasterRecord record) {
        return Freshness.isPossible(target.node(), state, record)
                && state(master)
                        .map(leading -> Freshness.exceeds(target.node(), state, leading, record))
                        .orElse(true);
    }

    private Optional<NodeState> state(Target master) {
        return new FreshLook(links, database)
                .at(master.host())
                .filter(s -> s.runId().equals(master.runId()));
    }

    /** Step 4: promotes the recorded process, unless it is behind the record or was promoted for this epoch before. */
    public Outcome promote(Target target, MasterRecord record, int minReplicas) {
        return watches.change(
                target,
                Guard.inEpoch(record.epoch()),
                before -> Promotion.ofTheChosen(target, record, minReplicas, before));
    }

    /** Planned move, step 3: as {@link #promote}, of a target that still follows the fenced old master. */
    public Outcome promoteTarget(Target target, MasterRecord record, int minReplicas, Lineage finalData) {
        return watches.change(
                target,
                Guard.inEpoch(record.epoch()),
                before -> Promotion.ofTheTarget(record, minReplicas, finalData, before));
    }

    /** Sets {@code min-replicas-to-write} on the reigning master: opens it, if whoever promoted it could not. */
    public Outcome setMinReplicas(Target target, MasterRecord record, int minReplicas) {
        return watches.change(
                target,
                Guard.inEpoch(record.epoch()),
                before -> Promotion.isOver(record, before)
                        ? Change.of(List.of(RoleCommands.minReplicas(minReplicas)), mustLift(before.state()))
                        : Change.refuse("is not the master of epoch " + record.epoch() + " any more"));
    }

    /**
     * Writes lost keys or a raised k on the reigning master. Never an older epoch, never on a later reign's master; and
     * the k that is recorded now, read under the WATCH: it may have been raised since this was decided.
     */
    public Outcome writeKeys(Target target, MasterRecord decidedUpon) {
        long epoch = decidedUpon.epoch();
        return watches.change(
                target,
                Guard.inEpoch(epoch),
                before -> byRecord(epoch, record -> {
                    NodeState state = before.state();
                    if (!state.isMaster() || !Keyless.isOfThisReign(state, record)) {
                        return Change.refuse("is not the master of epoch " + epoch + " any more");
                    }
                    int minReplicas = (int) state.settings().minReplicas();
                    return minReplicas < 0
                            ? Change.refuse("does not tell its min-replicas-to-write")
                            : Change.of(writing(before, RESTORE, record, minReplicas), mustLift(state));
                }));
    }

    /**
     * Rule "stampDemote": without keys and stamp a demoted master would look like a new process to an operator that
     * slept. One that cannot write its append-only file takes no stamp, and must be left all the same.
     */
    private static List<Command> finalData(Before before, long epoch) {
        List<Command> commands = new ArrayList<>();
        if (Rule.OLD_FIRST.on()) {
            commands.addAll(before.state().health().appendFailed() ? List.of(FENCE) : fencing(before, epoch));
        }
        commands.add(Command.of("INFO", "replication"));
        return commands;
    }

    private static Change fenceAndStamp(Before before, long stamp) {
        return Change.of(fencing(before, stamp), mustLift(before.state()));
    }

    static boolean mustLift(NodeState state) {
        return state.isMaster() && state.health().overMaxmemory();
    }

    /** Ends what was watched ahead and not changed. */
    @Override
    public void close() {
        watches.close();
    }
}
