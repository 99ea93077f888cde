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
    private final Manner manner;
    private final Journal journal;
    private volatile boolean stopped;
    private volatile long served = Long.MIN_VALUE;
    private long number;

    /**
     * How it writes.
     *
     * @param wanted what it waits for
     * @param replicas how many the cluster has besides its master
     * @param stint after so many writes it looks for the master anew
     */
    record Manner(Grade wanted, int replicas, int stint) {
        /** Keeps its connection for as long as it is served. */
        static Manner faithful(Grade wanted, int replicas) {
            return new Manner(wanted, replicas, Integer.MAX_VALUE);
        }

        /** Meets every other master that would take its writes. */
        static Manner fickle(Grade wanted, int replicas) {
            return new Manner(wanted, replicas, 5);
        }
    }

    Client(String name, Supplier<List<Endpoint>> endpoints, @Nullable String password, Manner manner, Journal journal) {
        this.name = name;
        this.endpoints = endpoints;
        this.password = password;
        this.manner = manner;
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
            for (int i = 0; isServed && !stopped && i < manner.stint(); i++) {
                Write write = session.write(name, ++number, key(), manner.wanted(), manner.replicas());
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
