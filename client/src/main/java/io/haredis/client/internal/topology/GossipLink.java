package io.haredis.client.internal.topology;

import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.protocol.Gossip;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Listens on one node for the announcement of a new master. One thread, blocked in read, so that both a message and the
 * connection's end are news at once. Subscribes again by itself for as long as it is not closed.
 */
final class GossipLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GossipLink.class);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FORBIDDEN_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    /** What a fork may take on any server is no silence. */
    private static final int LEAST_SILENCE_MILLIS = 1000;

    private final HostAndPort address;
    private final Connector connector;
    private final Listener listener;
    private final int silenceMillis;
    private final Thread thread;
    private volatile @Nullable NodeConnection connection;
    private volatile boolean closed;
    private boolean told;

    /** What is heard. Called by the link's thread. */
    interface Listener {
        /** A message on the gossip channel. */
        void heard(HostAndPort from, String process, String payload);

        /** The connection ended: the node may be gone. */
        void lost(HostAndPort from);
    }

    GossipLink(HostAndPort address, Connector connector, Duration silence, Listener listener) {
        this.address = address;
        this.connector = connector;
        this.listener = listener;
        this.silenceMillis = Math.max(LEAST_SILENCE_MILLIS, (int) silence.toMillis());
        this.thread = new Thread(this::run, "haredis-gossip-" + address);
        thread.setDaemon(true);
    }

    GossipLink start() {
        thread.start();
        return this;
    }

    private void run() {
        long pause = FIRST_PAUSE_NANOS;
        while (!closed) {
            boolean subscribed = false;
            boolean forbidden = false;
            try (NodeConnection link = connector.openForQuestions(address, silenceMillis)) {
                link.sendNow(new CommandArguments(Command.SUBSCRIBE).add(Gossip.CHANNEL));
                connection = link;
                while (!closed) {
                    subscribed |= readOne(link, subscribed);
                }
            } catch (JedisException e) {
                LOG.debug("gossip of {}: {}", address, e.getMessage());
                forbidden = Refusal.isForbidden(e);
            } catch (RuntimeException | Error e) {
                LOG.warn("gossip of {}", address, e);
            }
            connection = null;
            if (subscribed && !closed) {
                listener.lost(address);
                pause = FIRST_PAUSE_NANOS;
            }
            if (forbidden && !told) {
                told = true;
                LOG.warn(
                        "{} forbids {}: a new master is found by questions and errors, later", address, Gossip.CHANNEL);
            }
            pause = forbidden ? FORBIDDEN_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, pause * 2);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause));
        }
    }

    /** An error in answer to a PING is a sign of life, from a server that cannot save, say. */
    private boolean readOne(NodeConnection link, boolean subscribed) {
        try {
            return read(link.introduction().runId(), link.getUnflushedObject());
        } catch (JedisDataException e) {
            if (!subscribed) {
                throw e;
            }
            return true;
        }
    }

    /** Messages, and answers to our own SUBSCRIBE and PING. */
    private boolean read(String process, @Nullable Object reply) {
        if (reply instanceof List<?> parts && parts.size() == 3 && "message".equals(text(parts.get(0)))) {
            listener.heard(address, process, text(parts.get(2)));
        }
        return true;
    }

    private static String text(@Nullable Object part) {
        return part instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(part);
    }

    /** Asks for a sign of life; without one the read ends after the silence that was agreed on. */
    void ping() {
        NodeConnection link = connection;
        if (link != null) {
            try {
                link.sendNow(new CommandArguments(Command.PING));
            } catch (JedisException e) {
                LOG.debug("gossip of {}: {}", address, e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        NodeConnection link = connection;
        if (link != null) {
            link.abort();
        }
        LockSupport.unpark(thread);
    }
}
