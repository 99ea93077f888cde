package io.haredis.operator.act;

import io.haredis.operator.act.GuardedExec.Before;
import io.haredis.operator.act.GuardedExec.Change;
import io.haredis.operator.decide.Keyless;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.protocol.Keys;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.List;

/** The changes of a server's role. Each is guarded, idempotent, and complete in itself. */
public final class RoleChanges {
    /**
     * Raises the node's own stamp. What an application may have written there, of whatever type, is overwritten: what
     * counts as a number is the same as in {@code StateReader}. Without a {@code #!lua} line: with one it is refused at
     * queueing.
     */
    static final String STAMP = "local v = redis.pcall('GET',KEYS[1]) "
            + "if type(v) ~= 'string' or #v > 9 or not string.find(v,'^%d+$') or tonumber(v) < tonumber(ARGV[1]) then "
            + "redis.call('SET',KEYS[1],ARGV[1]) end return redis.call('GET',KEYS[1])";

    /** Writes lost keys anew. Within a reign the quorum only rises: an operator that slept cannot lower it. */
    static final String RESTORE = "redis.call('SET',KEYS[1],ARGV[1]) local q = redis.pcall('GET',KEYS[2]) "
            + "if type(q) ~= 'string' or not string.find(q,'^%d+$') or tonumber(q) < tonumber(ARGV[2]) then "
            + "redis.call('SET',KEYS[2],ARGV[2]) end redis.call('DEL',KEYS[3]) return ARGV[1]";

    /** Begins a reign: epoch and quorum are set, the stamp goes. */
    static final String REIGN = "redis.call('SET',KEYS[1],ARGV[1]) redis.call('SET',KEYS[2],ARGV[2]) "
            + "redis.call('DEL',KEYS[3]) return ARGV[1]";

    private static final Command FENCE = Command.of("REPLICAOF", "127.0.0.1", 1);

    private final Links links;
    private final int database;

    /** Changes on the servers of one cluster. */
    public RoleChanges(Links links, int database) {
        this.links = links;
        this.database = database;
    }

    /** Master lost, step 1: detaches a process and stamps it with the epoch after the record's. */
    public Outcome detach(Link link, Target target, long recordEpoch) {
        return new GuardedExec(link, database)
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
        return on(target, Guard.inEpoch(recordEpoch), before -> fenceAndStamp(before, recordEpoch));
    }

    /** Detaches a process that leaves the cluster. Its stamp keeps sleeping operators from attaching it once more. */
    public Outcome release(Target target, long recordEpoch) {
        return fence(target, recordEpoch);
    }

    /** Planned move, step 2: the old master is fenced; the last reply is its INFO with the final offset. */
    public Outcome demote(Target target, long recordEpoch) {
        return on(target, Guard.inEpoch(recordEpoch), before -> Change.of(finalData(), mustLift(before.state())));
    }

    /**
     * Step 5: the process follows the reigning master. It is stamped in the same EXEC, so that an operator that slept
     * since it saw no keys here finds its WATCH broken: a full resync of absent keys alone would not break it.
     */
    public Outcome attach(Target target, String masterHost, int masterPort, MasterRecord record) {
        return on(target, Guard.inEpoch(record.epoch()), before -> {
            NodeState state = before.state();
            if (Rule.JOIN.on() && !record.knows(target.node(), state.runId())) {
                return Change.refuse("is not known to the record");
            }
            if (Keyless.mustBeStamped(target.node(), state, record)) {
                return Change.refuse("lost its keys and is not stamped");
            }
            if (state.follows(masterHost, masterPort)) {
                return Change.nothing();
            }
            List<Command> commands = new ArrayList<>(fencing(before, record.epoch()));
            commands.add(Command.of("REPLICAOF", masterHost, masterPort));
            return Change.of(commands, mustLift(state));
        });
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
            return new GuardedExec(link, database).run(target, guard, body);
        } catch (LinkException e) {
            return new Outcome.NoAnswer(target.node() + ": " + e.getMessage());
        }
    }

    private static List<Command> finalData() {
        Command offset = Command.of("INFO", "replication");
        return Rule.OLD_FIRST.on() ? List.of(FENCE, offset) : List.of(offset);
    }

    private static Change fenceAndStamp(Before before, long stamp) {
        return Change.of(fencing(before, stamp), mustLift(before.state()));
    }

    /** A failed save would refuse the EVAL, and so would read-only: both are lifted inside the EXEC and put back. */
    private static List<Command> fencing(Before before, long stamp) {
        List<Command> commands = new ArrayList<>(List.of(FENCE));
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

    private static List<Command> promotion(Before before, MasterRecord record, int minReplicas) {
        List<Command> commands = new ArrayList<>(List.of(Command.of("REPLICAOF", "NO", "ONE")));
        commands.addAll(writing(before, REIGN, record, minReplicas));
        return commands;
    }

    private static List<Command> writing(Before before, String script, MasterRecord record, int minReplicas) {
        return List.of(
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", "no"),
                Command.of("CONFIG", "SET", "min-replicas-to-write", 0),
                Command.of("EVAL", script, 3, Keys.EPOCH, Keys.QUORUM, Keys.FENCE, record.epoch(), record.k()),
                Command.of("CONFIG", "SET", "min-replicas-to-write", minReplicas),
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", before.stopWrites()));
    }

    private static boolean mustLift(NodeState state) {
        return state.isMaster() && state.health().overMaxmemory();
    }
}
