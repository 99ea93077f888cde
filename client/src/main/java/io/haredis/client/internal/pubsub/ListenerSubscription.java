package io.haredis.client.internal.pubsub;

import io.haredis.client.Message;
import io.haredis.client.MessageListener;
import io.haredis.client.OverflowPolicy;
import io.haredis.client.Subscription;
import io.haredis.client.internal.Checks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a subscriber's queue for a listener: on a worker, one at a time, and only while there is something. */
final class ListenerSubscription implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerSubscription.class);

    private final MessageListener listener;
    private final Executor workers;
    private final Subscriber subscriber;
    /** Items that came since the worker began: above 0 while one is at work. */
    private final AtomicInteger news = new AtomicInteger();

    private boolean told;

    ListenerSubscription(
            Subscriptions hub, int capacity, OverflowPolicy policy, MessageListener listener, Executor workers) {
        this.listener = listener;
        this.workers = workers;
        this.subscriber = new Subscriber(hub, capacity, policy, this::wake);
    }

    private void wake() {
        if (news.getAndIncrement() == 0) {
            try {
                workers.execute(this::drain);
            } catch (RejectedExecutionException e) {
                LOG.debug("closing");
            } catch (Error e) {
                news.set(0); // no thread, say: the next message tries again
                throw e;
            }
        }
    }

    private void drain() {
        int seen;
        do {
            seen = news.get();
            for (Item item = subscriber.take(0); item != null; item = subscriber.take(0)) {
                guarded(item);
            }
            RuntimeException end = subscriber.reason();
            if (end != null && !told) {
                told = true;
                guarded(() -> listener.onClosed(end));
            }
        } while (!news.compareAndSet(seen, 0));
    }

    private void guarded(Item item) {
        if (item instanceof Item.Delivery d) {
            Message message = new Message(d.by().pattern() ? text(d.by().raw()) : null, text(d.channel()), d.payload());
            guarded(() -> listener.onMessage(message));
        } else if (item instanceof Item.Moved m) {
            guarded(() -> listener.onMoved(m.move()));
        }
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            // Whatever it is, the messages behind it are still to be delivered.
            LOG.warn("in a listener", e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<Channel> channels(String[] names, boolean patterns) {
        return Arrays.stream(names).map(name -> Channel.of(name, patterns)).toList();
    }

    @Override
    public void subscribe(String... channels) {
        subscriber.add(channels(channels, false));
    }

    @Override
    public void psubscribe(String... patterns) {
        subscriber.add(channels(patterns, true));
    }

    @Override
    public void unsubscribe(String... channels) {
        remove(channels, false);
    }

    @Override
    public void punsubscribe(String... patterns) {
        remove(patterns, true);
    }

    private void remove(String @Nullable [] names, boolean patterns) {
        if (names == null || names.length == 0) {
            subscriber.removeAll(patterns);
        } else {
            subscriber.remove(channels(names, patterns));
        }
    }

    @Override
    public Subscription awaitSubscribed(Duration atMost) {
        subscriber.awaitConfirmed(Checks.atMost(atMost).toNanos());
        return this;
    }

    @Override
    public long dropped() {
        return subscriber.dropped();
    }

    @Override
    public boolean isClosed() {
        return subscriber.isClosed();
    }

    @Override
    public void close() {
        subscriber.close();
    }
}
