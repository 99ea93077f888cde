package io.haredis.client.internal.call;

import io.haredis.client.HaQuorumException;
import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.call.QuorumCheck.Answer;
import io.haredis.client.internal.call.SendFailure.Blame;
import io.haredis.client.internal.command.Fate;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.topology.Reign;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A task that counts once enough replicas have what it wrote. What was executed is never sent again for that: another
 * connection, in the next reign too, may ask whether it is there, as long as everything between is proven: nothing of the old
 * reign lost, and the epoch unchanged from the opening of a connection to after its WAIT.
 */
final class Confirmed<T> implements Task<T> {
    private final Exchanged<T> task;
    private final QuorumCheck check;
    private final long patienceMillis;
    private @Nullable Reign executedIn;
    private @Nullable T reply;
    private boolean complete;
    private boolean lost;

    Confirmed(Exchanged<T> task, QuorumCheck check, long patienceMillis) {
        this.task = task;
        this.check = check;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public T attempt(Reign reign, Deadline deadline) {
        carryOver(reign, deadline);
        return Exchange.on(reign, deadline, connection -> run(connection, reign, deadline));
    }

    /** What was executed in another reign is in this one too, or nobody knows. */
    private void carryOver(Reign reign, Deadline deadline) {
        Reign before = executedIn;
        if (before == null || before == reign) {
            return;
        }
        if (!reign.follows(before) || !before.hasLostNothing(deadline.remainingNanos())) {
            lost = true;
            throw new SendFailure(
                    Fate.UNKNOWN,
                    Blame.NONE,
                    new JedisConnectionException(
                            before + " executed it and was master no longer before enough replicas had it"));
        }
        executedIn = reign;
    }

    /** The exchange, on a connection of this reign. */
    T run(NodeConnection connection, Reign reign, Deadline deadline) {
        long millis = millis(deadline);
        int asked = reign.quorum();
        List<CommandArguments> question = check.question(asked, millis);
        if (complete) {
            ask(connection, question);
        } else {
            connection.append(question);
            perform(connection, reign, deadline, millis);
        }
        Answer answer = read(connection, millis);
        // It waited for too few: k was not known yet, or was raised in between.
        while (answer.isShortOf(asked) && !deadline.hasPassed()) {
            asked = (int) answer.required();
            millis = millis(deadline);
            ask(connection, check.question(asked, millis));
            answer = read(connection, millis);
        }
        if (answer.required() >= 0) {
            reign.learnQuorum((int) answer.required());
        }
        return task.mayWrite() ? judge(answer, connection, reign, millis) : reply();
    }

    private long millis(Deadline deadline) {
        // Zero would be for ever.
        return Math.max(1, Math.min(patienceMillis, deadline.remainingNanos() / 1_000_000));
    }

    private void perform(NodeConnection connection, Reign reign, Deadline deadline, long millis) {
        try {
            reply = task.run(connection, reign, deadline);
            complete = true;
            begun(reign);
        } catch (RuntimeException | Error e) { // what makes the reply may be the application's own
            if (task.isHalfDone()) {
                begun(reign);
            }
            keepInStep(connection, millis);
            throw e;
        }
    }

    private void begun(Reign reign) {
        executedIn = reign;
        // Before the connection goes back, or the end of the reign may find nobody who cares.
        reign.claim();
    }

    /** The command's own error is what the caller must see, whatever comes behind it. */
    private void keepInStep(NodeConnection connection, long millis) {
        if (connection.isBroken()) {
            return;
        }
        try {
            check.read(connection, millis);
        } catch (JedisException e) {
            connection.spoil();
        }
    }

    private static void ask(NodeConnection connection, List<CommandArguments> question) {
        question.forEach(connection::sendCommand);
        connection.flushAll();
    }

    private Answer read(NodeConnection connection, long millis) {
        Answer answer = check.read(connection, millis);
        if (answer.refused() != null) {
            connection.spoil();
            throw new SendFailure(Fate.UNKNOWN, Blame.MASTER, answer.refused());
        }
        return answer;
    }

    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // Nil is a reply.
    private T reply() {
        return reply;
    }

    private T judge(Answer answer, NodeConnection connection, Reign reign, long millis) {
        Long opened = connection.introduction().epoch();
        if (opened == null || !opened.equals(reign.epoch())) {
            opened = null;
            connection.spoil();
        }
        Long epoch = answer.epoch();
        if (opened != null && epoch != null && !opened.equals(epoch)) {
            lost = true;
            connection.spoil();
            throw new SendFailure(
                    Fate.UNKNOWN,
                    Blame.MASTER,
                    new JedisConnectionException(
                            "the connection was opened in epoch " + opened + ", now it is " + epoch));
        }
        if (answer.isEnough() && opened != null && epoch != null) {
            return reply();
        }
        throw unmet(answer.acknowledged(), answer.required(), problem(answer, opened, millis));
    }

    private static String problem(Answer answer, @Nullable Long opened, long millis) {
        if (answer.trouble() != null) {
            return answer.trouble();
        }
        if (opened == null || answer.epoch() == null || answer.required() < 0) {
            return "the metadata database has no haredis:epoch or haredis:quorum, which the operator writes";
        }
        return answer.acknowledged() + " of " + answer.required() + " replicas had it within " + millis + " ms";
    }

    private HaQuorumException unmet(long acknowledged, long required, String problem) {
        return new HaQuorumException(name(), executedIn().address(), acknowledged, required, problem, reply);
    }

    /** The deadline has passed, or the caller was interrupted: what is executed is neither unavailable nor undone. */
    JedisException atTheEnd(JedisException e) {
        return complete
                ? (JedisException) unmet(0, HaQuorumException.UNKNOWN, String.valueOf(e.getMessage()))
                        .initCause(e)
                : e;
    }

    /** Where it was executed, once it is. */
    Reign executedIn() {
        return Objects.requireNonNull(executedIn);
    }

    @Override
    public boolean isExecuted() {
        return complete;
    }

    @Override
    public boolean mayWrite() {
        return !complete && task.mayWrite();
    }

    @Override
    public boolean mayBlock() {
        return task.mayBlock();
    }

    @Override
    public boolean isHalfDone() {
        return !complete && task.isHalfDone();
    }

    @Override
    public boolean mayRepeat(RetryPolicy policy) {
        return !lost && (complete || task.mayRepeat(policy));
    }

    @Override
    public int writes() {
        return task.writes();
    }

    @Override
    public String name() {
        return task.name();
    }
}
