package io.haredis.client;

import java.time.Duration;

/**
 * Some channels and patterns, and the listener that gets their messages; lasts until it is closed, through all failovers. All
 * subscriptions of a client share its subscribed connections. Thread-safe.
 */
public interface Subscription extends AutoCloseable {
    /** Adds channels. */
    void subscribe(String... channels);

    /** Adds patterns. */
    void psubscribe(String... patterns);

    /** Gives up channels, all without an argument. */
    void unsubscribe(String... channels);

    /** Gives up patterns, all without an argument. */
    void punsubscribe(String... patterns);

    /**
     * Waits until all that is subscribed gets messages.
     *
     * @return this
     * @throws HaUnavailableException if that is not so in time
     * @throws redis.clients.jedis.exceptions.JedisException the server's, if it refused; the subscription is closed then
     */
    Subscription awaitSubscribed(Duration atMost);

    /** Messages that were dropped because the listener was too slow. */
    long dropped();

    /** True if nothing more will come. */
    boolean isClosed();

    /** Gives up everything. The listener is not called again, but for a call that is under way. Idempotent. */
    @Override
    void close();
}
