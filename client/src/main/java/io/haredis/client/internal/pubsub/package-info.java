/**
 * Subscriptions that outlive nodes. {@code Subscriptions} has two {@code Feed}s, each one subscribed connection
 * ({@code FeedLink}) and a thread that keeps it where it belongs: on a replica in the master's stream, or, for keyspace
 * notifications, on the master. A {@code Subscriber} is one listener's channels and its bounded queue; it is read by a
 * {@code ListenerSubscription} or, under Jedis' own {@code JedisPubSub}, by a {@code PubSubConnection}.
 *
 * <p>A feed's place is proved end to end: a token that is published on the master must arrive. What arrives after it does so
 * for everything that is published later.
 *
 * <p>Depends on {@code node} and {@code topology}.
 */
@NullMarked
package io.haredis.client.internal.pubsub;

import org.jspecify.annotations.NullMarked;
