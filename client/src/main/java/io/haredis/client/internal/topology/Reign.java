package io.haredis.client.internal.topology;

import io.haredis.client.internal.node.NodePool;
import io.haredis.client.internal.node.NodeReport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * One master's time, and the connections of that time. Commands hold on to the reign they began in: what is answered after
 * its end is no acknowledgement. Thread-safe.
 */
public final class Reign {
    private final NodeReport master;
    private final NodePool pool;
    private final long number;
    private final LongAdder writes = new LongAdder();
    /** Asked with too few, a master answers at once; with too many, after the whole patience. */
    private volatile int quorum;

    private volatile boolean claimed;
    private final AtomicBoolean suspected = new AtomicBoolean();
    private volatile boolean over;
    private volatile boolean serves;
    private final CompletableFuture<Boolean> settlement = new CompletableFuture<>();

    /** Begins, after another one if there was one. */
    public Reign(NodeReport master, NodePool pool, @Nullable Reign before) {
        this.master = master;
        this.pool = pool;
        this.number = before == null ? 1 : before.number + 1;
    }

    /** True if no other reign is known to have been between these two. */
    public boolean follows(Reign before) {
        return number == before.number + 1;
    }

    /** What the master said of itself at the beginning. */
    public NodeReport master() {
        return master;
    }

    /** Where it is reached. */
    public HostAndPort address() {
        return master.address();
    }

    /** The operator's number of it, null without an operator. */
    public @Nullable Long epoch() {
        return master.epoch();
    }

    /** True if this report tells of nothing new: the same process at the same place, and no other epoch. */
    boolean isOf(NodeReport report) {
        boolean sameEpoch = report.epoch() == null || report.epoch().equals(epoch());
        return sameEpoch
                && Judge.isSameProcess(report, master)
                && report.address().equals(address());
    }

    /** So many writes were executed. */
    public void count(int executed) {
        writes.add(executed);
    }

    /** True once what may write was answered, if only by an error of the application's own: the master refuses nobody. */
    public boolean serves() {
        return serves;
    }

    /** What may write was answered; true if that is the first time. */
    public boolean served() {
        boolean first = !serves;
        if (first) {
            serves = true;
        }
        return first;
    }

    /** All of them so far. */
    long written() {
        return writes.sum();
    }

    /** How many replicas a durable write waited for last: the best guess for the next one, no more. */
    public int quorum() {
        return quorum;
    }

    /** What the guess should have been. */
    public void learnQuorum(int replicas) {
        quorum = replicas;
    }

    /** Somebody holds a reply of this reign, though no connection: once it ends, it must be found out what that is worth. */
    public void claim() {
        claimed = true;
    }

    /** True if anybody will ask {@link #hasLostNothing}. */
    boolean isClaimed() {
        return claimed || pool.size() > 0;
    }

    /** Connections to the master, each of them checked to be to this process in this epoch. */
    public NodePool pool() {
        return pool;
    }

    /** True if commands may be sent. */
    public boolean isUsable() {
        return !suspected.get() && !over;
    }

    /** True once another reign is known, or the client is closed. */
    public boolean isOver() {
        return over;
    }

    /** True while the master is asked whether it still is. */
    public boolean isSuspected() {
        return suspected.get();
    }

    /** True for the first of many who do: a second doubt would make the answers to the first stale. */
    boolean suspect() {
        return suspected.compareAndSet(false, true);
    }

    void confirm() {
        suspected.set(false);
    }

    void end() {
        over = true;
    }

    /** Ends it with all its connections: whoever still waits for a reply gets none. */
    void abandon() {
        end();
        settle(false);
        pool.abandon();
    }

    void settle(boolean nothingLost) {
        settlement.complete(nothingLost);
    }

    /**
     * After its end: true if all that it acknowledged is known to be in the next reign. Waits until that is clear, at most so
     * long; what is not clear is false.
     */
    public boolean hasLostNothing(long atMostNanos) {
        try {
            return settlement.get(Math.max(0, atMostNanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return address() + (epoch() == null ? "" : " (epoch " + epoch() + ")");
    }
}
