package io.haredis.client.internal.pubsub;

import io.haredis.client.SubscriptionMove;
import org.jspecify.annotations.Nullable;

/** What waits in a subscriber's queue, in the order in which it happened. */
sealed interface Item {
    /** A message, by the channel or pattern that was subscribed. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Delivery(Channel by, byte[] channel, byte[] payload) implements Item {}

    /** A channel or pattern came or went, and so many are left of this subscriber's; null if there was nothing to go. */
    record Change(boolean added, boolean pattern, @Nullable Channel channel, int count) implements Item {}

    /** Messages come another way. */
    record Moved(SubscriptionMove move) implements Item {}

    /** The answer to a PING. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Pong(byte @Nullable [] argument) implements Item {}
}
