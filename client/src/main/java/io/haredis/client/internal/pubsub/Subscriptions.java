package io.haredis.client.internal.pubsub;

import io.haredis.client.HaUnavailableException;
import io.haredis.client.MessageListener;
import io.haredis.client.Subscription;
import io.haredis.client.SubscriptionMove;
import io.haredis.client.internal.Counters;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.topology.Followers;
import io.haredis.client.internal.topology.Reigns;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import redis.clients.jedis.Connection;

/** All subscriptions of a client, and its two feeds. Thread-safe. */
public final class Subscriptions implements AutoCloseable {
    private final Settings settings;
    private final Reigns reigns;
    private final Executor workers;
    private final Counters counters;
    private final Feed near;
    private final Feed master;
    private final Set<Subscriber> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Places its feeds by reigns and followers; listeners run on {@code workers}; {@code onMove} is told of each move. */
    public Subscriptions(
            Settings settings,
            Reigns reigns,
            Followers followers,
            Executor workers,
            Counters counters,
            Consumer<SubscriptionMove> onMove) {
        this.settings = settings;
        this.reigns = reigns;
        this.workers = workers;
        this.counters = counters;
        this.near = new Feed("replica", false, settings, reigns, followers, onMove);
        this.master = new Feed("master", true, settings, reigns, followers, onMove);
    }

    /** Without channels yet. */
    public Subscription listen(MessageListener listener) {
        if (closed) {
            throw new HaUnavailableException("the client is closed");
        }
        return new ListenerSubscription(
                this, settings.listening().buffer(), settings.listening().overflow(), listener, workers);
    }

    /** For Jedis' own {@code proceed}. */
    public Connection connection() {
        return new PubSubConnection(
                this,
                settings.listening().buffer(),
                settings.listening().overflow(),
                settings.connector().config().getRedisProtocol(),
                Deadline.inNanos(settings.deadline().toNanos()));
    }

    /** Why subscriptions are not established, in words for an exception. */
    String explain() {
        return closed ? "the client is closed" : reigns.reason();
    }

    private Feed feed(Channel channel) {
        return channel.isKeyspace() ? master : near;
    }

    /** A message was lost. */
    void dropped() {
        counters.messagesDropped.increment();
    }

    /** Called under the subscriber's lock, as the two below. */
    void add(Subscriber subscriber, Channel channel) {
        open.add(subscriber);
        feed(channel).add(subscriber, channel);
        if (closed) {
            end(subscriber);
        }
    }

    void remove(Subscriber subscriber, Channel channel) {
        feed(channel).remove(subscriber, channel);
    }

    void forget(Subscriber subscriber) {
        open.remove(subscriber);
    }

    private static void end(Subscriber subscriber) {
        subscriber.close(new HaUnavailableException("the client is closed"));
    }

    @Override
    public void close() {
        closed = true;
        near.close();
        master.close();
        open.forEach(Subscriptions::end);
    }
}
