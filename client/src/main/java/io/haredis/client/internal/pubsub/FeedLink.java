package io.haredis.client.internal.pubsub;

import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodeReport;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One subscribed connection and the thread that reads it. Everything but {@link #run} and {@link #close} belongs to the feed's
 * thread. Replies come in the order of the requests, so that an error is known to be about the oldest.
 */
final class FeedLink implements AutoCloseable {
    /** Channels of all clients' tokens; nobody's listener gets them. */
    static final String PROOFS = "haredis:proof:";

    private static final Logger LOG = LoggerFactory.getLogger(FeedLink.class);
    private static final Channel PING = new Channel("", false);

    private final NodeConnection connection;
    private final Channel proofs;
    private final Sink sink;
    private final Set<Channel> requested = new HashSet<>();
    private final Set<Channel> confirmed = ConcurrentHashMap.newKeySet();
    private final Map<Channel, Integer> outstanding = new ConcurrentHashMap<>();
    private final Queue<Channel> requests = new ConcurrentLinkedQueue<>();
    /** Not subscribed, and to be asked for anew by whoever wants it next. */
    private final Queue<Channel> refused = new ConcurrentLinkedQueue<>();

    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Barrier barrier;
    private volatile boolean muted;
    private volatile boolean unprovable;
    private volatile boolean ended;
    private long pingedAt = System.nanoTime();

    /** Where it goes. Called by the link's thread. */
    interface Sink {
        /** A message. */
        void message(Channel by, byte[] channel, byte[] payload);

        /** The server has confirmed a channel. */
        void confirmed(Channel channel);

        /** The user may not subscribe it. */
        void refused(Channel channel, JedisDataException error);

        /** The connection has ended. */
        void ended();
    }

    /** Of an open connection; {@code proofs} is the channel of this client's tokens. */
    FeedLink(NodeConnection connection, Channel proofs, Sink sink) {
        this.connection = connection;
        this.proofs = proofs;
        this.sink = sink;
        this.thread = new Thread(this::run, "haredis-subscriber-" + connection.address());
        thread.setDaemon(true);
    }

    /** Delivers nothing before the barrier. */
    void startAt(Barrier begin) {
        muted = true;
        barrier = begin;
    }

    /** Subscribes to all of this, and begins to read. */
    void start(Set<Channel> wanted) {
        want(wanted);
        thread.start();
    }

    /** Asks for what is missing and gives up what is not wanted any more. */
    void want(Set<Channel> wanted) {
        for (Channel channel = refused.poll(); channel != null; channel = refused.poll()) {
            requested.remove(channel);
        }
        for (Channel channel : wanted) {
            if (requested.add(channel)) {
                request(channel, channel.subscribe());
            }
        }
        if (requested.add(proofs)) {
            request(proofs, proofs.subscribe());
        }
        requested.removeIf(channel -> {
            boolean goes = !wanted.contains(channel) && !channel.equals(proofs);
            if (goes) {
                confirmed.remove(channel);
                request(channel, channel.unsubscribe());
            }
            return goes;
        });
        flush();
    }

    private void request(Channel channel, CommandArguments command) {
        outstanding.merge(channel, 1, Integer::sum);
        requests.add(channel);
        try {
            connection.sendCommand(command);
        } catch (JedisException e) {
            connection.abort();
        }
    }

    private void flush() {
        try {
            connection.flushAll();
        } catch (JedisException e) {
            connection.abort();
        }
    }

    /** Asks for a sign of life if it is time; without one the read ends by itself. */
    void pingEvery(long nanos) {
        if (nextPingNanos(nanos) == 0) {
            pingedAt = System.nanoTime();
            request(PING, new CommandArguments(Command.PING));
            flush();
        }
    }

    /** How long until then. */
    long nextPingNanos(long nanos) {
        return Math.max(0, pingedAt + nanos - System.nanoTime());
    }

    /** True once the tokens' channel is confirmed or refused, and so everything that was asked for before it. */
    boolean awaitReady(long nanos) {
        try {
            return ready.await(nanos, TimeUnit.NANOSECONDS) && !ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The next token to look out for. */
    void expect(Barrier next) {
        barrier = next;
    }

    /** True if the user may not listen to tokens. */
    boolean isUnprovable() {
        return unprovable;
    }

    void unmute() {
        muted = false;
    }

    boolean isConfirmed(Channel channel) {
        return confirmed.contains(channel);
    }

    boolean isEnded() {
        return ended;
    }

    HostAndPort address() {
        return connection.address();
    }

    /** Who was there when it was opened. */
    NodeReport introduction() {
        return connection.introduction();
    }

    // ---- the link's thread ---------------------------------------------------------------------------------------

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn && !ended) {
                goesOn = readOne();
            }
        } catch (JedisException e) {
            LOG.debug("subscriber on {}: {}", address(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("subscriber on {}", address(), e);
        } finally {
            ended = true;
            connection.abort();
            ready.countDown();
            sink.ended();
        }
    }

    private boolean readOne() {
        try {
            return connection.getUnflushedObject() instanceof List<?> parts ? read(parts) : answered(null);
        } catch (JedisDataException e) {
            refused(e);
            return true;
        }
    }

    private boolean read(List<?> parts) {
        String kind = text(parts.get(0));
        return switch (kind) {
            case "message" -> message(false, bytes(parts, 1), bytes(parts, 1), bytes(parts, 2));
            case "pmessage" -> message(true, bytes(parts, 1), bytes(parts, 2), bytes(parts, 3));
            case "subscribe", "psubscribe" -> answered(kind);
            default -> answered(null);
        };
    }

    private boolean message(boolean pattern, byte[] by, byte[] channel, byte[] payload) {
        String name = new String(channel, StandardCharsets.ISO_8859_1);
        if (name.startsWith(PROOFS)) {
            return pattern || !name.equals(proofs.name()) || passed(text(payload));
        }
        if (!muted) {
            sink.message(Channel.of(by, pattern), channel, payload);
        }
        return true;
    }

    private boolean passed(String token) {
        Barrier next = barrier;
        if (next == null || !next.isMarkedBy(token)) {
            return true;
        }
        barrier = null;
        boolean goesOn = next.reach();
        muted = false;
        return goesOn && !ended;
    }

    private boolean answered(@Nullable String kind) {
        Channel channel = requests.poll();
        if (channel != null && left(channel) == 0 && kind != null) {
            confirmed.add(channel);
            if (channel.equals(proofs)) {
                ready.countDown();
            } else {
                sink.confirmed(channel);
            }
        }
        return true;
    }

    private int left(Channel channel) {
        Integer left = outstanding.computeIfPresent(channel, (c, n) -> n == 1 ? null : n - 1);
        return left == null ? 0 : left;
    }

    private void refused(JedisDataException error) {
        Channel channel = requests.poll();
        if (channel == null || (!channel.equals(PING) && !Refusal.isForbidden(error))) {
            throw error;
        }
        left(channel);
        if (channel.equals(PING)) {
            return; // a sign of life, from a server that cannot save, say, or is busy
        }
        if (channel.equals(proofs)) {
            unprovable = true;
            ready.countDown();
        } else {
            refused.add(channel);
            sink.refused(channel, error);
        }
    }

    private static byte[] bytes(List<?> parts, int index) {
        return parts.get(index) instanceof byte[] bytes ? bytes : new byte[0];
    }

    private static String text(@Nullable Object part) {
        return part instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(part);
    }

    /** Any thread. */
    @Override
    public void close() {
        ended = true;
        connection.abort();
    }
}
