package io.haredis.e2e.chaos;

import io.haredis.e2e.Endpoint;
import io.haredis.e2e.history.Outcome;
import io.haredis.e2e.history.Write;
import io.haredis.e2e.history.Write.Grade;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A plain client that looks for the master among some endpoints, and writes to it for as long as it is served: numbers to
 * the ends of lists, and now and then an increment. It never sends anything twice. Runs in a thread of its own.
 */
final class Client implements Runnable {
    private static final long PACE_NANOS = 4_000_000;
    private static final int LIST_LENGTH = 100;
    private static final int INCREMENT_EVERY = 10;

    private final String name;
    private final Supplier<List<Endpoint>> endpoints;
    private final @Nullable String password;
    private final Grade wanted;
    private final int replicas;
    private final Journal journal;
    private volatile boolean stopped;
    private volatile long served = Long.MIN_VALUE;
    private long number;

    /** @param replicas how many the cluster has besides its master */
    Client(
            String name,
            Supplier<List<Endpoint>> endpoints,
            @Nullable String password,
            Grade wanted,
            int replicas,
            Journal journal) {
        this.name = name;
        this.endpoints = endpoints;
        this.password = password;
        this.wanted = wanted;
        this.replicas = replicas;
        this.journal = journal;
    }

    void stop() {
        stopped = true;
    }

    /** When the last write that was acknowledged was sent. */
    long served() {
        return served;
    }

    @Override
    public void run() {
        for (int at = 0; !stopped; at++) {
            List<Endpoint> known = endpoints.get();
            if (known.isEmpty() || at % known.size() == 0) {
                LockSupport.parkNanos(PACE_NANOS);
            }
            if (!known.isEmpty()) {
                writeTo(known.get(at % known.size()));
            }
        }
    }

    private void writeTo(Endpoint endpoint) {
        try (Session session = Session.open(endpoint, password)) {
            boolean isServed = session.isMaster();
            while (isServed && !stopped) {
                Write write = session.write(name, ++number, key(), wanted, replicas);
                journal.add(write);
                isServed = write.outcome() == Outcome.ACKNOWLEDGED;
                served = isServed ? write.sent() : served;
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (JedisException unreachable) {
            // Nothing was sent; the next endpoint may be the master.
        }
    }

    private String key() {
        return number % INCREMENT_EVERY == 0 ? Write.COUNTER + name : Write.LIST + name + ":" + number / LIST_LENGTH;
    }
}
