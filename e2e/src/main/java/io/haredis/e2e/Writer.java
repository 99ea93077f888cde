package io.haredis.e2e;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A plain client that writes about a thousand times a second and knows nothing but some endpoints: what refuses or
 * breaks is left for the next one. Owns one thread; thread-safe.
 */
public final class Writer implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofMillis(250);
    private static final Duration REPLY = Duration.ofSeconds(1);
    private static final long PACE_NANOS = 1_000_000;
    /** Before the next attempt where all refused. */
    private static final Duration ALL_AGAIN = Duration.ofMillis(1);
    /** The same where there is one endpoint: each attempt is a new connection, which takes a processor's time from the failover. */
    private static final Duration ONE_AGAIN = Duration.ofMillis(5);

    private final String prefix;
    private final List<Endpoint> endpoints;
    private final JedisClientConfig config;
    private final Duration pause;
    private final CopyOnWriteArrayList<Wait> waits = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile long accepted;
    private volatile @Nullable Accepted last;
    private volatile long turn;
    private volatile long since;
    private volatile long longestGap;

    private record Wait(Predicate<Accepted> wanted, CompletableFuture<Accepted> write) {}

    private Writer(String prefix, List<Endpoint> endpoints, @Nullable String password) {
        this.prefix = prefix;
        this.endpoints = List.copyOf(endpoints);
        this.pause = endpoints.size() == 1 ? ONE_AGAIN : ALL_AGAIN;
        this.config = DefaultJedisClientConfig.builder()
                .autoNegotiateProtocol(false)
                .connectionTimeoutMillis((int) CONNECT.toMillis())
                .socketTimeoutMillis((int) REPLY.toMillis())
                .password(password)
                .build();
        this.thread = Thread.ofPlatform().name("writer-" + prefix).daemon().unstarted(this::write);
    }

    /** Begins to write keys {@code prefix:1}, {@code prefix:2}, ... */
    public static Writer start(String prefix, List<Endpoint> endpoints, @Nullable String password) {
        Writer writer = new Writer(prefix, endpoints, password);
        writer.thread.start();
        return writer;
    }

    /** The key of a write. */
    public String key(long number) {
        return prefix + ":" + number;
    }

    /** How many writes were acknowledged so far; they are numbered from 1 without gaps. */
    public long accepted() {
        return accepted;
    }

    /** The last write that was acknowledged; null if none was. */
    public @Nullable Accepted last() {
        return last;
    }

    /** Begins at 1; every refusal and every broken connection begins the next. */
    public long turn() {
        return turn;
    }

    /** The first write of this kind that is acknowledged from now on. */
    public CompletableFuture<Accepted> next(Predicate<Accepted> wanted) {
        Wait wait = new Wait(wanted, new CompletableFuture<>());
        waits.add(wait);
        return wait.write;
    }

    private void write() {
        Map<Endpoint, Jedis> open = new HashMap<>();
        for (int at = 0; running; at++) {
            turn = at + 1L;
            if (at > 0 && at % endpoints.size() == 0) {
                LockSupport.parkNanos(pause.toNanos());
            }
            Endpoint endpoint = endpoints.get(at % endpoints.size());
            try {
                writeTo(endpoint, open.computeIfAbsent(endpoint, this::connect));
            } catch (JedisException refused) {
                // A refusal on one of several connections breaks none; behind a Service only a new one leads elsewhere.
                if (endpoints.size() == 1 || !(refused instanceof JedisDataException)) {
                    close(open.remove(endpoint));
                }
            }
        }
        open.values().forEach(Writer::close);
    }

    private Jedis connect(Endpoint endpoint) {
        return new Jedis(new HostAndPort(endpoint.host(), endpoint.port()), config);
    }

    private void writeTo(Endpoint endpoint, Jedis jedis) {
        while (running) {
            long number = accepted + 1;
            long sent = System.nanoTime();
            jedis.set(key(number), Long.toString(number));
            acknowledged(new Accepted(number, endpoint.name(), turn, sent, System.nanoTime()));
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private static void close(@Nullable Jedis jedis) {
        if (jedis != null) {
            try {
                jedis.close();
            } catch (JedisException alreadyBroken) {
                // Nothing is lost with it.
            }
        }
    }

    /** Waits until so many more are acknowledged. */
    public void await(int more, Duration atMost) throws InterruptedException, ExecutionException, TimeoutException {
        long now = accepted;
        next(write -> write.number() >= now + more).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** From now on the longest time between two acknowledged writes is measured anew. */
    public void measure() {
        since = System.nanoTime();
        longestGap = 0;
    }

    /** The longest time between two acknowledged writes since {@link #measure}. */
    public Duration longestGap() {
        return Duration.ofNanos(longestGap);
    }

    private void acknowledged(Accepted write) {
        longestGap = Math.max(longestGap, write.nanos() - since);
        since = write.nanos();
        last = write;
        accepted = write.number();
        for (Wait wait : waits) {
            if (wait.wanted.test(write)) {
                waits.remove(wait);
                wait.write.complete(write);
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Ends the writing; what was accepted can still be asked for. */
    public void stop() {
        running = false;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
