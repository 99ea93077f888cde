package io.haredis.client.internal.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

/**
 * A connection for commands to a node that is not master yet. When it becomes it, one question over this connection is left
 * of all that opening one takes. Without it a new one is opened, so nothing depends on it. Thread-safe.
 */
public final class Spare implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spare.class);
    /** On top of what the node took before: a new connection would tell within this time. */
    private static final int PATIENCE_MILLIS = 100;

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofSeconds(10).toNanos();

    private final HostAndPort address;
    private final Connector connector;
    private final AtomicReference<@Nullable NodeConnection> held = new AtomicReference<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable NodeConnection newborn;
    private volatile long nextAt = System.nanoTime();
    private volatile int usualMillis;
    private volatile boolean closed;

    /** None yet. */
    public Spare(HostAndPort address, Connector connector) {
        this.address = address;
        this.connector = connector;
    }

    /** True if it is time to {@link #keep} it again. */
    public boolean isDue() {
        return nextAt - System.nanoTime() <= 0 && !busy.get();
    }

    /** Opens it, or makes sure that it lives. Takes a second or two at most; one thread at a time. */
    public void keep() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        long begin = System.nanoTime();
        long pause = PAUSE_AFTER_FAILURE_NANOS;
        try {
            if (replace(held.getAndSet(null))) {
                usualMillis = (int) Duration.ofNanos(System.nanoTime() - begin).toMillis();
                pause = PAUSE_NANOS;
            }
        } finally {
            nextAt = System.nanoTime() + pause;
            busy.set(false);
        }
    }

    private boolean replace(@Nullable NodeConnection former) {
        try {
            if (former != null && former.isAlive()) {
                hold(former);
            } else {
                abort(former);
                hold(connector.openInAdvance(address, born -> newborn = born));
            }
            return true;
        } catch (RuntimeException e) {
            LOG.debug("no spare connection to {}: {}", address, e.getMessage());
            abort(newborn);
            return false;
        } finally {
            newborn = null;
        }
    }

    private void hold(NodeConnection connection) {
        abort(held.getAndSet(connection));
        if (closed) {
            close();
        }
    }

    /**
     * It, if there is one and what the node says of itself over it, now, is as it should be.
     *
     * @param born gets it before the caller
     */
    @Nullable
    public NodeConnection take(Predicate<NodeReport> isMeant, Consumer<NodeConnection> born) {
        NodeConnection spare = held.getAndSet(null);
        if (spare == null) {
            return null;
        }
        try {
            spare.setSoTimeout(Math.min(Connector.QUESTION_MILLIS, PATIENCE_MILLIS + 2 * usualMillis));
            if (isMeant.test(spare.introduceAgain())) {
                spare.setSoTimeout(connector.config().getSocketTimeoutMillis());
                born.accept(spare);
                return spare;
            }
        } catch (RuntimeException e) {
            LOG.debug("the spare connection to {} has ended: {}", address, e.getMessage());
        }
        spare.abort();
        return null;
    }

    @Override
    public void close() {
        closed = true;
        abort(held.getAndSet(null));
        abort(newborn);
    }

    private static void abort(@Nullable NodeConnection connection) {
        if (connection != null) {
            connection.abort();
        }
    }
}
