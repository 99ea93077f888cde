package io.haredis.client;

/** What happens when a listener is slower than its messages and {@link HaRedisClientBuilder#subscriptionBuffer} of them wait. */
public enum OverflowPolicy {
    /** The oldest waiting message makes room; {@link Subscription#dropped()} counts. The default. */
    DROP_OLDEST,
    /** The subscription ends: {@link MessageListener#onClosed}, or an exception out of {@code subscribe(JedisPubSub, ...)}. */
    CLOSE
}
