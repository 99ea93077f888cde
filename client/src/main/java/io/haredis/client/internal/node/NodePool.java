package io.haredis.client.internal.node;

import io.haredis.client.HaInterruptedException;
import io.haredis.client.internal.Checks;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections to one node in one reign, last used first. Of the configuration it heeds how many there may be, idle
 * too, how long one waits for one, how long one may be idle ({@code minEvictableIdleDuration}, where eviction is on), and whether
 * each is tested before use. There is no evicting thread: whoever gives one back closes the longest idle one if it is due, so a
 * client that does nothing keeps what it has. Thread-safe.
 *
 * <p>Not commons-pool's: that one opens connections for others in whoever returns a broken one, wakes waiting threads by
 * interrupting them, and cannot close what is borrowed.
 */
public final class NodePool implements AutoCloseable {
    /** After this long in the pool a connection may have been closed by the server or something in between: asked first. */
    private static final long DOUBTFUL_NANOS = Duration.ofSeconds(5).toNanos();

    /** While the pool is new, so many open a connection at the same time; who has waited for his turn so long opens one all the same. */
    private static final int TURNS = 2;

    private static final long NEW_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long RAMP_NANOS = Duration.ofMillis(10).toNanos();
    private static final long RAMP_STEP_NANOS = Duration.ofMillis(1).toNanos() / 2;
    /** So many permits that twice as many are no overflow: no limit. */
    private static final int MOST = Integer.MAX_VALUE / 4;

    private final Opener opener;
    private final GenericObjectPoolConfig<Connection> config;
    private final long patienceNanos;
    private final long mostIdleNanos;
    private final int most;
    private final Semaphore permits;
    private final Semaphore turns = new Semaphore(TURNS);
    private final ConcurrentLinkedDeque<NodeConnection> idle = new ConcurrentLinkedDeque<>();
    /** Every open connection, borrowed ones too: touched when one is opened or closed, never when one is used. */
    private final Set<NodeConnection> open = ConcurrentHashMap.newKeySet();

    private final long opened = System.nanoTime();
    private final AtomicBoolean released = new AtomicBoolean();
    /** When one of those that are closed by now came back. */
    private final AtomicLong lastSign = new AtomicLong(opened);

    private volatile boolean closed;

    /** A pool that opens connections by {@code opener}, which checks whom it has reached. */
    public NodePool(Opener opener, GenericObjectPoolConfig<Connection> config) {
        this.opener = opener;
        this.config = config;
        this.most = config.getMaxTotal() < 0 ? MOST : Math.min(MOST, config.getMaxTotal());
        this.permits = new Semaphore(most, config.getFairness());
        Duration wait = config.getBlockWhenExhausted() ? config.getMaxWaitDuration() : Duration.ZERO;
        this.patienceNanos =
                wait.isNegative() ? Long.MAX_VALUE : Checks.atMost(wait).toNanos();
        Duration mostIdle = config.getMinEvictableIdleDuration();
        boolean evicts = config.getDurationBetweenEvictionRuns().compareTo(Duration.ZERO) > 0 && !mostIdle.isNegative();
        this.mostIdleNanos = evicts ? Checks.atMost(mostIdle).toNanos() : Long.MAX_VALUE;
    }

    /**
     * A connection for the caller alone, to be given back. Waits for a free one at most so long, or as the pool's
     * configuration says.
     *
     * @throws PoolClosedException if the reign has ended
     * @throws NoSuchElementException if none was free in time
     * @throws JedisException if a new one could not be opened
     */
    public NodeConnection borrow(long atMostNanos) {
        if (!permits.tryAcquire()) {
            await(Math.min(patienceNanos, atMostNanos));
        }
        try {
            if (closed) {
                throw new PoolClosedException();
            }
            NodeConnection connection = takeIdle();
            return connection != null ? connection : openInTurn(Math.min(patienceNanos, atMostNanos));
        } catch (RuntimeException | Error e) {
            permits.release();
            throw e;
        }
    }

    /** Many at once, as when a master is new, would all wait for each other: one that is given back soon serves the next too. */
    private NodeConnection openInTurn(long atMostNanos) {
        long begin = System.nanoTime();
        long patience = begin - opened > NEW_NANOS ? 0 : Math.min(RAMP_NANOS, atMostNanos);
        boolean turn = false;
        try {
            turn = turns.tryAcquire();
            while (!turn && !closed && System.nanoTime() - begin < patience) {
                turn = turns.tryAcquire(RAMP_STEP_NANOS, TimeUnit.NANOSECONDS);
                NodeConnection free = takeIdle();
                if (free != null) {
                    return free;
                }
            }
            return open();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return open();
        } finally {
            if (turn) {
                turns.release();
            }
        }
    }

    private void await(long nanos) {
        try {
            if (!permits.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                throw new NoSuchElementException("none of " + most + " connections was free in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HaInterruptedException("interrupted while waiting for a connection", e);
        }
    }

    private @Nullable NodeConnection takeIdle() {
        while (true) {
            NodeConnection connection = idle.pollFirst();
            if (connection == null) {
                return null;
            }
            long now = System.nanoTime();
            boolean doubtful = config.getTestOnBorrow() || now - connection.use.idleSinceNanos() > DOUBTFUL_NANOS;
            if (!doubtful || connection.isAlive()) {
                connection.use.lent(now);
                return connection;
            }
            // Its neighbours have been idle for longer: each of them would be waited for as long.
            dispose(connection);
            clear();
        }
    }

    /** Known from its birth on, so that whoever waits for a node that does not answer can be freed too. */
    private NodeConnection open() {
        if (closed) {
            throw new PoolClosedException();
        }
        NodeConnection[] born = new NodeConnection[1];
        NodeConnection connection;
        try {
            connection = opener.open(newborn -> {
                born[0] = newborn;
                open.add(newborn);
            });
        } catch (RuntimeException | Error e) {
            if (born[0] != null) {
                dispose(born[0]);
            }
            if (closed) {
                throw new PoolClosedException();
            }
            throw e;
        }
        if (closed) {
            dispose(connection);
            throw new PoolClosedException();
        }
        connection.use.givenBack();
        connection.use.lent(connection.use.idleSinceNanos());
        return connection;
    }

    /** Takes a connection back; one that is broken, or not as it was, is closed. */
    public void giveBack(NodeConnection connection) {
        connection.returned();
        if (closed || connection.isSpoilt() || isTooMany()) {
            dispose(connection);
        } else {
            idle.addFirst(connection);
            if (closed) {
                clear();
            } else {
                evictOldest(connection.use.idleSinceNanos());
            }
        }
        permits.release();
    }

    private void evictOldest(long now) {
        NodeConnection oldest = idle.peekLast();
        if (oldest != null
                && now - oldest.use.idleSinceNanos() > mostIdleNanos
                && open.size() > config.getMinIdle()
                && idle.removeLastOccurrence(oldest)) {
            dispose(oldest);
        }
    }

    /** Counting a linked deque is slow; nobody is too many unless fewer may be idle than open. */
    private boolean isTooMany() {
        return config.getMaxIdle() >= 0 && config.getMaxIdle() < most && idle.size() >= config.getMaxIdle();
    }

    /** Closes what nobody uses now, keeping the pool: after a doubt about the node. */
    public void clear() {
        NodeConnection connection;
        while ((connection = idle.pollFirst()) != null) {
            dispose(connection);
        }
    }

    /** Frees who sends to a node that takes nothing, once his deadline has passed. */
    public void freeTheLate() {
        open.forEach(NodeConnection::giveUpIfLate);
    }

    /** Open connections, idle ones too. */
    public int size() {
        return open.size();
    }

    /** True if somebody waits for this node for so long, and nobody has had an answer from it since. A guess, without locks. */
    public boolean isSilentFor(long nanos) {
        long now = System.nanoTime();
        return open.stream().anyMatch(c -> c.use.isOverdue(now, nanos))
                && open.stream().noneMatch(c -> now - c.use.idleSinceNanos() <= nanos)
                && now - lastSign.get() > nanos;
    }

    private void dispose(NodeConnection connection) {
        lastSign.accumulateAndGet(connection.use.idleSinceNanos(), Math::max);
        open.remove(connection);
        connection.abort();
    }

    /** Nothing more is lent, whoever waits is told; what is out is closed when it comes back. */
    @Override
    public void close() {
        closed = true;
        clear();
        if (released.compareAndSet(false, true)) {
            permits.release(most);
        }
    }

    /** Closes everything at once, also under those who read from it. */
    public void abandon() {
        close();
        open.forEach(this::dispose);
    }

    /** Opens a connection and checks whom it has reached; tells of it before it connects. */
    public interface Opener {
        /** An open connection. */
        NodeConnection open(Consumer<NodeConnection> born);
    }

    /** The pool was closed: its reign is over. */
    public static final class PoolClosedException extends JedisConnectionException {
        private static final long serialVersionUID = 1L;

        PoolClosedException() {
            super("the pool is closed");
        }
    }
}
