package io.haredis.e2e.chaos;

import io.haredis.e2e.Endpoint;
import io.haredis.e2e.history.Look;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Looks at one node without end, and records every change, and the counters some twenty times a second. */
final class Observer implements Runnable {
    private static final long PACE_NANOS = 10_000_000;
    private static final long AT_LEAST_NANOS = 50_000_000;

    private final Supplier<@Nullable Endpoint> endpoint;
    private final @Nullable String password;
    private final List<String> counters;
    private final Journal journal;
    private volatile boolean stopped;
    private volatile @Nullable Look last;
    private @Nullable Look recorded;

    Observer(Supplier<@Nullable Endpoint> endpoint, @Nullable String password, List<String> counters, Journal journal) {
        this.endpoint = endpoint;
        this.password = password;
        this.counters = counters;
        this.journal = journal;
    }

    void stop() {
        stopped = true;
    }

    /** The last answer, however old. */
    @Nullable
    Look last() {
        return last;
    }

    @Override
    public void run() {
        while (!stopped) {
            Endpoint now = endpoint.get();
            if (now != null) {
                observe(now);
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void observe(Endpoint at) {
        try (Jedis jedis = Wire.connect(at, password)) {
            String server = Identity.server(jedis);
            while (!stopped && at.equals(endpoint.get())) {
                saw(Identity.look(jedis, at.name(), server, counters));
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (JedisException unreachable) {
            // Again, on a new connection.
        }
    }

    private void saw(Look look) {
        last = look;
        Look before = recorded;
        if (before == null
                || !before.server().equals(look.server())
                || before.role() != look.role()
                || before.epoch() != look.epoch()
                || look.before() - before.before() > AT_LEAST_NANOS) {
            journal.add(look);
            recorded = look;
        }
    }
}
