package io.haredis.client.internal.call;

import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.call.SendFailure.Blame;
import io.haredis.client.internal.command.BlockTime;
import io.haredis.client.internal.command.CommandKind;
import io.haredis.client.internal.command.Fate;
import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.topology.Reign;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A pipeline's commands in one write. What was answered stays answered; from the first command that was refused on, those
 * that were not executed and those that only read are sent again, so that nothing is overtaken. Where a later write of the same
 * key was executed, a read keeps its reply, and a refused write ends it all.
 */
final class Batch implements Exchanged<List<Object>> {
    private final List<CommandArguments> commands;
    private final CommandKind[] kinds;
    private final @Nullable Object[] replies;
    private final boolean[] done;
    /** With its own MULTI or SELECT the parts hang together: sent again as a whole or not at all. */
    private final boolean stateful;

    private final boolean mayWrite;
    private final boolean mayBlock;
    private final boolean mayLoad;
    private final long blockMillis;
    private int firstUnknown = -1;

    Batch(List<CommandArguments> commands) {
        this.commands = commands;
        this.kinds = new CommandKind[commands.size()];
        this.replies = new Object[commands.size()];
        this.done = new boolean[commands.size()];
        boolean anyStateful = false;
        boolean anyWrite = false;
        boolean anyBlocking = false;
        boolean anyScript = false;
        long block = 0;
        for (int i = 0; i < kinds.length; i++) {
            CommandArguments command = commands.get(i);
            kinds[i] = CommandKind.of(command);
            anyStateful |= kinds[i] == CommandKind.STATEFUL;
            anyWrite |= kinds[i].mayWrite();
            anyBlocking |= command.isBlocking();
            anyScript |= command.getCommand() == Command.SCRIPT;
            block += Math.max(0, BlockTime.millis(command));
        }
        this.stateful = anyStateful;
        this.mayWrite = anyWrite;
        this.mayBlock = anyBlocking;
        this.mayLoad = anyScript;
        this.blockMillis = block;
    }

    @Override
    public List<Object> run(NodeConnection connection, Reign reign, Deadline deadline) {
        if (stateful) {
            connection.spoil();
        }
        boolean[] before = done.clone();
        boolean counts = false;
        try {
            send(connection);
            receive(connection);
            return Arrays.asList(replies);
        } catch (SendFailure refused) {
            // What was executed before the refusal must be in the next reign, or may not be left out of what is
            // unknown.
            counts = !reign.isOver() || reign.hasLostNothing(deadline.remainingNanos());
            if (!counts && !Arrays.equals(before, done)) {
                throw new SendFailure(Fate.UNKNOWN, Blame.NONE, refused.reason());
            }
            throw refused;
        } catch (JedisConnectionException e) {
            readAgain();
            throw e;
        } finally {
            // What was read after the reign's end may not count: it is open again.
            if (!counts && reign.isOver()) {
                System.arraycopy(before, 0, done, 0, done.length);
            }
        }
    }

    @Override
    public boolean mayBlock() {
        return mayBlock;
    }

    /** True if one of them may have loaded a script. */
    boolean mayLoad() {
        return mayLoad;
    }

    @Override
    public boolean mayWrite() {
        return mayWrite;
    }

    @Override
    public boolean isHalfDone() {
        for (int i = 0; i < done.length; i++) {
            if (done[i] && kinds[i].mayWrite()) {
                return true;
            }
        }
        return false;
    }

    private void send(NodeConnection connection) {
        firstUnknown = -1;
        for (int i = 0; i < done.length; i++) {
            if (!done[i]) {
                if (firstUnknown >= 0) {
                    connection.mayHaveFlushed(); // a full buffer takes what is before this command along
                }
                connection.sendCommand(commands.get(i));
                firstUnknown = firstUnknown < 0 ? i : firstUnknown;
            }
        }
        connection.flushAll();
        if (blockMillis > 0) {
            connection.allow(blockMillis);
        }
    }

    private void receive(NodeConnection connection) {
        int firstRefused = -1;
        Refusal refusal = null;
        JedisDataException refused = null;
        for (int i = 0; i < done.length; i++) {
            if (done[i]) {
                continue;
            }
            firstUnknown = i;
            Object reply = connection.nextReply();
            Optional<Refusal> kind = reply instanceof JedisDataException error ? Refusal.of(error) : Optional.empty();
            replies[i] = reply;
            done[i] = kind.isEmpty();
            if (kind.isPresent() && firstRefused < 0) {
                firstRefused = i;
                refusal = kind.get();
                refused = (JedisDataException) reply;
            }
        }
        firstUnknown = -1;
        if (blockMillis > 0) {
            connection.rollbackTimeout();
        }
        if (refused != null && refusal != null && mayResume()) {
            SendFailure failure = SendFailure.refused(refusal, refused);
            readAgain();
            if (isOvertaken()) {
                firstUnknown = firstRefused;
                throw new SendFailure(Fate.UNKNOWN, failure.blame(), refused);
            }
            throw failure;
        }
    }

    /**
     * True if what was refused, sent again, would undo what was executed, or what was read lies between the two: a server that
     * refused for a moment works on within one pipeline.
     */
    private boolean isOvertaken() {
        KeySet writes = new KeySet();
        KeySet reads = new KeySet();
        for (int i = 0; i < done.length; i++) {
            CommandArguments command = commands.get(i);
            boolean write = kinds[i] == CommandKind.WRITE;
            if (done[i] && (write || kinds[i] == CommandKind.READ)) {
                if (writes.touches(command) || (write && reads.touches(command))) {
                    return true;
                }
            } else if (!done[i] && (write || !command.getKeys().isEmpty())) {
                (kinds[i] == CommandKind.READ ? reads : writes).add(command);
            }
        }
        return false;
    }

    /** A batch whose parts hang together is only begun anew if no part of it was executed. */
    private boolean mayResume() {
        if (!stateful) {
            return true;
        }
        boolean none = true;
        for (int i = 0; i < done.length; i++) {
            none &= !done[i] || kinds[i] == CommandKind.STATEFUL;
        }
        if (none) {
            Arrays.fill(done, false);
        }
        return none;
    }

    /** What only reads is read again behind the first that was refused, but not what a later write has changed. */
    private void readAgain() {
        int first = 0;
        while (first < done.length && done[first]) {
            first++;
        }
        KeySet written = new KeySet();
        for (int i = done.length - 1; i > first; i--) {
            boolean mayBeDone = done[i] || (firstUnknown >= 0 && i >= firstUnknown);
            if (mayBeDone && kinds[i] == CommandKind.WRITE) {
                written.add(commands.get(i));
            } else if (kinds[i].isRepeatable()) {
                done[i] &= kinds[i] == CommandKind.READ && written.touches(commands.get(i));
            }
        }
    }

    @Override
    public int writes() {
        int writes = 0;
        for (int i = 0; i < done.length; i++) {
            boolean failed = replies[i] instanceof JedisDataException;
            writes += !failed && kinds[i] == CommandKind.WRITE ? 1 : 0;
        }
        return writes;
    }

    /** All that have no reply yet must be repeatable: any of them may have been executed, before what is read again. */
    @Override
    public boolean mayRepeat(RetryPolicy policy) {
        if (stateful || isOvertaken()) {
            return false;
        }
        List<CommandArguments> open = IntStream.range(0, done.length)
                .filter(i -> !done[i])
                .mapToObj(commands::get)
                .toList();
        return KeySet.mayRepeat(open, policy);
    }

    @Override
    public String name() {
        int at = Math.max(0, firstUnknown);
        return Names.of(commands.get(at)) + " (command " + (at + 1) + " of " + commands.size() + " in a pipeline)";
    }
}
