package io.haredis.client.internal.topology;

import io.haredis.client.internal.Counters;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.protocol.Keys;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Adds the writes of a reign to its master's {@link Keys#OPCOUNTER}, in batches, on a thread and a connection of its own. What a
 * master took with it is not counted in the next reign, unless it has proven that it lost nothing. Never counts twice: what is
 * of unknown outcome is left out.
 */
public final class Opcounter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.haredis.failover");
    private static final long INTERVAL_NANOS = Duration.ofMillis(50).toNanos();
    /** After an error that will not last: out of memory, say. */
    private static final long REFUSED_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long SETTLEMENT_NANOS = Duration.ofMillis(1500).toNanos();
    private static final long GOODBYE_MILLIS = 2000;

    private final Connector connector;
    private final Reigns reigns;
    private final Counters counters;
    private final Thread thread = new Thread(this::run, "haredis-opcounter");
    private volatile boolean closed;
    private @Nullable Reign reign;
    private @Nullable NodeConnection connection;
    private long taken;
    private @Nullable Reign former;
    private long takenOfFormer;
    private long pending;
    private boolean forbidden;
    private long notBefore = System.nanoTime();
    private boolean warned;

    /** Of the writes of these reigns. */
    public Opcounter(Connector connector, Reigns reigns, Counters counters) {
        this.connector = connector;
        this.reigns = reigns;
        this.counters = counters;
        thread.setDaemon(true);
    }

    /** Begins to count. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            step();
        }
        // What was written between the last look and the closing.
        step();
        disconnect();
    }

    private void step() {
        try {
            Reign now = reigns.current();
            if (now == null) {
                return;
            }
            if (now != reign) {
                begin(now);
            }
            take(now);
            takeLate(now);
            if (pending > 0 && !forbidden && now.isUsable() && (closed || notBefore - System.nanoTime() <= 0)) {
                send(now);
            }
        } catch (RuntimeException | Error e) { // or nothing is counted any more
            LOG.error("while counting writes", e);
        }
    }

    private void begin(Reign now) {
        Reign before = reign;
        if (before != null) {
            take(before);
            boolean kept = pending > 0 && now.follows(before) && before.hasLostNothing(SETTLEMENT_NANOS);
            // What was executed at the very end may be counted only now.
            take(before);
            if (!kept) {
                drop();
            }
            former = before;
            takenOfFormer = taken;
        }
        disconnect();
        now.claim();
        reign = now;
        taken = 0;
        forbidden = false;
        notBefore = System.nanoTime();
    }

    private void take(Reign from) {
        long written = from.written();
        pending += written - taken;
        taken = written;
        if (forbidden) {
            drop();
        }
    }

    /** A pipeline answered in the former reign may be noted only after this one began. */
    private void takeLate(Reign now) {
        Reign before = former;
        long late = before == null ? 0 : before.written() - takenOfFormer;
        if (before == null || late == 0) {
            return;
        }
        takenOfFormer += late;
        if (!forbidden && now.follows(before) && before.hasLostNothing(SETTLEMENT_NANOS)) {
            pending += late;
        } else {
            counters.writesUncounted.add(late);
        }
    }

    private void drop() {
        counters.writesUncounted.add(pending);
        pending = 0;
    }

    private void send(Reign to) {
        try {
            NodeConnection open = connected(to);
            if (open == null) {
                return;
            }
            open.beginExchange(Deadline.inNanos(Long.MAX_VALUE));
            open.call(new CommandObject<>(
                    new CommandArguments(Command.INCRBY).add(Keys.OPCOUNTER).add(pending), BuilderFactory.LONG));
            counters.writesCounted.add(pending);
            pending = 0;
        } catch (JedisDataException e) {
            if (connection == null || Refusal.of(e).isEmpty()) {
                notBefore = System.nanoTime() + REFUSED_NANOS;
            }
            if (isLasting(e)) {
                forbid(to, e);
            }
        } catch (RuntimeException | Error e) {
            NodeConnection broken = connection;
            if (broken != null && broken.hasFlushed()) {
                drop();
            }
            disconnect();
            if (!(e instanceof JedisConnectionException)) {
                throw e;
            }
        }
    }

    private @Nullable NodeConnection connected(Reign to) {
        NodeConnection open = connection;
        if (open == null) {
            open = connector.openForQuestions(to.address());
            connection = open;
            if (!to.isOf(open.introduction())) {
                disconnect();
                return null;
            }
            select(open);
        }
        return open;
    }

    private void select(NodeConnection open) {
        try {
            open.sendCommand(Command.SELECT, String.valueOf(connector.metadataDatabase()));
            open.getStatusCodeReply();
        } catch (JedisDataException e) {
            disconnect(); // or the application's own database would be counted in
            throw e;
        }
    }

    /** Another time it will not work either: no such database, no permission, another kind of value. */
    private static boolean isLasting(JedisDataException e) {
        String text = String.valueOf(e.getMessage());
        return Refusal.of(e).isEmpty()
                && !text.startsWith("MISCONF")
                && !text.startsWith("OOM")
                && !text.startsWith("BUSY")
                && !text.startsWith("WRONGPASS") // while passwords change
                && !text.startsWith("NOAUTH");
    }

    private void forbid(Reign in, JedisException why) {
        if (!warned) {
            LOG.warn(
                    "writes are not counted in {} of database {} on {}: {}; the operator then has only its own beat to"
                            + " compare restarted nodes by",
                    Keys.OPCOUNTER,
                    connector.metadataDatabase(),
                    in.address(),
                    why.getMessage());
            warned = true;
        }
        forbidden = true;
        drop();
    }

    private void disconnect() {
        NodeConnection open = connection;
        connection = null;
        if (open != null) {
            open.abort();
        }
    }

    /** Counts what is left, if that is quickly done. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
