package io.haredis.operator.act;

import io.haredis.operator.act.GuardedExec.Before;
import io.haredis.operator.decide.Divergence;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.wire.Command;
import io.haredis.protocol.Keys;
import io.haredis.protocol.Metadata;
import java.util.ArrayList;
import java.util.List;

/** What a change of a role sends inside its EXEC. */
final class RoleCommands {
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
            + "if type(q) ~= 'string' or #q > 15 or not string.find(q,'^%d+$') "
            + "or tonumber(q) < tonumber(ARGV[2]) then "
            + "redis.call('SET',KEYS[2],ARGV[2]) end return ARGV[1]";

    /**
     * Begins a reign. Rule "localStamp": the stamp stays, now that of a past election. Its deletion would be replicated,
     * and take the newer stamp from a replica that is behind.
     */
    static final String REIGN = "redis.call('SET',KEYS[1],ARGV[1]) redis.call('SET',KEYS[2],ARGV[2]) return ARGV[1]";

    static final Command FENCE = Command.of("REPLICAOF", "127.0.0.1", 1);

    private RoleCommands() {}

    /** A failed save would refuse the EVAL, and so would read-only: both are lifted inside the EXEC and put back. */
    static List<Command> fencing(Before before, long stamp) {
        List<Command> commands = new ArrayList<>(List.of(FENCE));
        commands.addAll(savingToTheUsualFile(before));
        commands.addAll(stamping(before, stamp));
        return commands;
    }

    static List<Command> stamping(Before before, long stamp) {
        return List.of(
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", "no"),
                Command.of("CONFIG", "SET", "replica-read-only", "no"),
                Command.of("EVAL", STAMP, 1, Keys.FENCE, stamp),
                Command.of("CONFIG", "SET", "replica-read-only", before.replicaReadOnly()),
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", before.stopWrites()));
    }

    /** A full sync and each later save must not end up in the file with the copy of a split's loser. */
    static List<Command> savingToTheUsualFile(Before before) {
        return Divergence.isCopying(before.state().disk())
                ? List.of(SplitCopy.name(Divergence.DEFAULT_FILE))
                : List.of();
    }

    /** Leaves a master that is closed: should its EVAL fail, it is half a master, and nobody may write to it. */
    static List<Command> promotion(Before before, MasterRecord record) {
        List<Command> commands = new ArrayList<>(List.of(Command.of("REPLICAOF", "NO", "ONE")));
        commands.addAll(savingToTheUsualFile(before));
        commands.addAll(writing(before, REIGN, record, Policy.CLOSED));
        return commands;
    }

    static List<Command> writing(Before before, String script, MasterRecord record, int minReplicas) {
        return List.of(
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", "no"),
                Command.of("CONFIG", "SET", "min-replicas-to-write", 0),
                Command.of("EVAL", script, 2, Keys.EPOCH, Keys.QUORUM, record.epoch(), record.k()),
                minReplicas(minReplicas),
                Command.of("CONFIG", "SET", "stop-writes-on-bgsave-error", before.stopWrites()));
    }

    static Command minReplicas(int minReplicas) {
        return Command.of(
                "CONFIG", "SET", "min-replicas-to-write", minReplicas, "min-replicas-max-lag", Policy.MAX_LAG_SECONDS);
    }
}
