package io.haredis.operator.act;

import io.haredis.operator.act.GuardedExec.Before;
import io.haredis.operator.act.GuardedExec.Change;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.Divergence;
import io.haredis.operator.decide.Keyless;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import io.haredis.protocol.Keys;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Metadata;
import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The changes of a server's role. Each is guarded, idempotent, and complete in itself. For one pass, by one thread. */
public final class RoleChanges {
    /**
     * Raises the node's own stamp. What an application may have written there, of whatever type, is overwritten: what
     * counts as a number is the same as in {@code StateReader} and {@code Metadata.credible}. Without a {@code #!lua}
     * line: with one it is refused at queueing.
     */
    static final String STAMP = "local v = redis.pcall('GET',KEYS[1]) "
            + "if type(v) ~= 'string' or #v > 15 or not string.find(v,'^%d+$') or tonumber(v) < tonumber(ARGV[1]) "
            + "or tonumber(v) > tonumber(ARGV[1]) + " + Metadata.FAR + " then redis.call('SET',KEYS[1],ARGV[1]) end "
            + "return redis.call('GET',KEYS[1])";

    /** Writes lost keys anew. Within a reign the quorum only rises: an operator that slept cannot lower it. */
    static final String RESTORE = "redis.call('SET',KEYS[1],ARGV[1]) local q = redis.pcall('GET',KEYS[2]) "
            + "if type(q) ~= 'string' or not string.find(q,'^%d+$') or tonumber(q) < tonumber(ARGV[2]) then "
            + "redis.call('SET',KEYS[2],ARGV[2]) end return ARGV[1]";

    /**
     * Begins a reign. Rule "localStamp": the stamp stays, now that of a past election. Its deletion would be replicated,
     * and take the newer stamp from a replica that is behind.
     */
    static final String REIGN = "redis.call('SET',KEYS[1],ARGV[1]) redis.call('SET',KEYS[2],ARGV[2]) return ARGV[1]";

    private static final Command FENCE = Command.of("REPLICAOF", "127.0.0.1", 1);

    private final Links links;
    private final RecordStore records;
    private final int database;
    /** What the master of this reign was last seen to hold: it is read once for all whom it is about to lead. */
    private @Nullable Lineage held;

    /** Changes on the servers of one cluster. */
    public RoleChanges(Links links, RecordStore records, int database) {
        this.links = links;
        this.records = records;
        this.database = database;
    }

    /** Master lost, step 1: detaches a process and stamps it with the epoch after the record's. */
    public Outcome detach(Link link, Target target, long recordEpoch) {
        return new GuardedExec(links, link, database)
                .run(
                        target,
                        Guard.towards(recordEpoch),
                        before -> Rule.DETACH.on()
                                ? fenceAndStamp(before, recordEpoch + 1)
                                : Change.of(stamping(before, recordEpoch + 1), mustLift(before.state())));
    }

    /** The same on a connection of its own, for a server whose promotion took effect only in part. */
    public Outcome fence(Target target, long recordEpoch) {
        return on(target, Guard.towards(recordEpoch), before -> fenceAndStamp(before, recordEpoch + 1));
    }

    /** The same in the name of the record's own epoch, for a counted process that lost its keys. */
    public Outcome stamp(Target target, long recordEpoch) {
        return on(
                target,
                Guard.inEpoch(recordEpoch),
                before -> unlessOver(recordEpoch, () -> fenceAndStamp(before, recordEpoch)));
    }

    /** Detaches a process that leaves the cluster. Its stamp keeps sleeping operators from attaching it once more. */
    public Outcome release(Target target, long recordEpoch) {
        return fence(target, recordEpoch);
    }

    /** Planned move, step 2: the old master is fenced; the last reply is its INFO with the final offset. */
    public Outcome demote(Target target, long recordEpoch) {
        return on(
                target,
                Guard.inEpoch(recordEpoch),
                before -> unlessOver(
                        recordEpoch, () -> Change.of(finalData(before, recordEpoch), mustLift(before.state()))));
    }

    /**
     * Step 5: the process follows the reigning master. It is stamped in the same EXEC, so that an operator that slept
     * since it saw no keys here finds its WATCH broken: a full resync of absent keys alone would not break it.
     *
     * @param volume what the master does not hold is saved first
     */
    public Outcome attach(Target target, Target master, MasterRecord record, boolean volume) {
        return on(target, Guard.inEpoch(record.epoch()), before -> {
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
            return unlessOver(record.epoch(), () -> {
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
    private Change unlessOver(long epoch, Supplier<Change> change) {
        try {
            boolean ours = !Rule.READ_UNDER_WATCH.on()
                    || records.read().filter(r -> r.record().epoch() == epoch).isPresent();
            return ours ? change.get() : Change.refuse("is not changed: epoch " + epoch + " is over");
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
        try (Link link = links.open(master.host(), master.port())) {
            if (!(new StateReader(database).whole(link) instanceof Contact.Answers answers)
                    || !answers.state().runId().equals(master.runId())) {
                return true;
            }
            held = answers.state().lineage();
            return !Divergence.copy(state, held, record, true).allowsAttaching();
        } catch (LinkException e) {
            return true;
        }
    }

    /** Step 4: promotes the recorded process, unless it is behind the record or was promoted for this epoch before. */
    public Outcome promote(Target target, MasterRecord record, int minReplicas) {
        return on(target, Guard.inEpoch(record.epoch()), before -> {
            NodeState state = before.state();
            if (state.isMaster() && state.keys().epochOrZero() == record.epoch()) {
                return Change.nothing();
            }
            if (Rule.STRICT.on() && !state.isMaster() && state.keys().epochOrZero() >= record.epoch()) {
                return Change.refuse("reigned in this epoch before and was fenced since");
            }
            if (!state.isMaster() && !state.isFenced()) {
                return Change.refuse("follows another server");
            }
            if (!state.isMaster() && Keyless.mustBeStamped(target.node(), state, record)) {
                return Change.refuse("lost its keys and is not stamped");
            }
            if (state.isMaster() && !Keyless.isOfThisReign(state, record)) {
                return Change.refuse("is master without keys, and not by this record");
            }
            if (record.chosen().isAheadOf(state.lineage())) {
                return Change.refuse("is behind the offset in the record");
            }
            return Change.of(promotion(before, record, minReplicas), false);
        });
    }

    /** Planned move, step 3: as {@link #promote}, of a target that still follows the fenced old master. */
    public Outcome promoteTarget(Target target, MasterRecord record, int minReplicas, Lineage finalData) {
        return on(target, Guard.inEpoch(record.epoch()), before -> {
            NodeState state = before.state();
            if (state.keys().epochOrZero() >= record.epoch() && (Rule.STRICT.on() || state.isMaster())) {
                return state.isMaster() ? Change.nothing() : Change.refuse("reigned in this epoch before");
            }
            if (state.keys().epoch() == null) {
                return Change.refuse("lost its keys"); // an election stamps it first
            }
            if (state.health().appendFailed()) {
                return Change.refuse("cannot write its append-only file");
            }
            if (!state.lineage().holds(finalData.id(), finalData.offset())) {
                return Change.refuse("does not hold all that the old master wrote");
            }
            return Change.of(promotion(before, record, minReplicas), false);
        });
    }

    /** Writes lost keys or a raised k on the reigning master. Never an older epoch, never on a later reign's master. */
    public Outcome writeKeys(Target target, MasterRecord record) {
        return on(target, Guard.inEpoch(record.epoch()), before -> {
            NodeState state = before.state();
            if (!state.isMaster() || !Keyless.isOfThisReign(state, record)) {
                return Change.refuse("is not the master of epoch " + record.epoch() + " any more");
            }
            int minReplicas = (int) state.settings().minReplicas();
            return minReplicas < 0
                    ? Change.refuse("does not tell its min-replicas-to-write")
                    : Change.of(writing(before, RESTORE, record, minReplicas), mustLift(state));
        });
    }

    private Outcome on(Target target, Guard guard, GuardedExec.Body body) {
        try (Link link = links.open(target.host(), target.port())) {
            return new GuardedExec(links, link, database).run(target, guard, body);
        } catch (LinkException e) {
            return new Outcome.NoAnswer(target.node() + ": " + e.getMessage());
        }
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

    /** A failed save would refuse the EVAL, and so would read-only: both are lifted inside the EXEC and put back. */
    private static List<Command> fencing(Before before, long stamp) {
        List<Command> commands = new ArrayList<>(List.of(FENCE));
        commands.addAll(savingToTheUsualFile(before));
        commands.addAll(stamping(before, stamp));
        return commands;
    }

    private static List<Command> stamping(Before before, long stamp) {
        return List.of(
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", "no"),
                Command.of("CONFIG", "SET", "replica-read-only", "no"),
                Command.of("EVAL", STAMP, 1, Keys.FENCE, stamp),
                Command.of("CONFIG", "SET", "replica-read-only", before.replicaReadOnly()),
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", before.stopWrites()));
    }

    /** A full sync and each later save must not end up in the file with the copy of a split's loser. */
    private static List<Command> savingToTheUsualFile(Before before) {
        return Divergence.isCopying(before.state().disk())
                ? List.of(SplitCopy.name(Divergence.DEFAULT_FILE))
                : List.of();
    }

    private static List<Command> promotion(Before before, MasterRecord record, int minReplicas) {
        List<Command> commands = new ArrayList<>(List.of(Command.of("REPLICAOF", "NO", "ONE")));
        commands.addAll(savingToTheUsualFile(before));
        commands.addAll(writing(before, REIGN, record, minReplicas));
        return commands;
    }

    private static List<Command> writing(Before before, String script, MasterRecord record, int minReplicas) {
        return List.of(
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", "no"),
                Command.of("CONFIG", "SET", "min-replicas-to-write", 0),
                Command.of("EVAL", script, 2, Keys.EPOCH, Keys.QUORUM, record.epoch(), record.k()),
                Command.of("CONFIG", "SET", "min-replicas-to-write", minReplicas),
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", before.stopWrites()));
    }

    private static boolean mustLift(NodeState state) {
        return state.isMaster() && state.health().overMaxmemory();
    }
}
