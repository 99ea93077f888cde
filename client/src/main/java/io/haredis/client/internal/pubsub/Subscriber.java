package io.haredis.client.internal.pubsub;

import io.haredis.client.HaUnavailableException;
import io.haredis.client.OverflowPolicy;
import io.haredis.client.SubscriptionMove;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One listener's channels, and what waits for it: a queue of bounded length that never holds up who fills it. Thread-safe. Its
 * lock is the last one taken.
 */
final class Subscriber implements AutoCloseable {
    private final Subscriptions hub;
    private final int capacity;
    private final OverflowPolicy policy;
    private final Runnable onItem;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Item> items = new ArrayDeque<>();
    /** True once confirmed. */
    private final Map<Channel, Boolean> channels = new LinkedHashMap<>();

    private int waiting;
    private long dropped;
    private boolean closed;
    private @Nullable RuntimeException reason;

    /** {@code onItem} runs after each item that comes, and after the end; it returns at once. */
    Subscriber(Subscriptions hub, int capacity, OverflowPolicy policy, Runnable onItem) {
        this.hub = hub;
        this.capacity = capacity;
        this.policy = policy;
        this.onItem = onItem;
    }

    // ---- its owner -----------------------------------------------------------------------------------------------

    void add(List<Channel> more) {
        locked(() -> {
            for (Channel channel : more) {
                if (closed) {
                    return;
                }
                channels.putIfAbsent(channel, false);
                if (Boolean.TRUE.equals(channels.get(channel))) {
                    items.add(new Item.Change(true, channel.pattern(), channel, channels.size()));
                }
                hub.add(this, channel);
            }
        });
    }

    void remove(List<Channel> fewer) {
        locked(() -> fewer.forEach(channel -> {
            if (channels.remove(channel) != null) {
                hub.remove(this, channel);
            }
            items.add(new Item.Change(false, channel.pattern(), channel, channels.size()));
        }));
    }

    void removeAll(boolean patterns) {
        locked(() -> {
            List<Channel> all = channels.keySet().stream()
                    .filter(c -> c.pattern() == patterns)
                    .toList();
            remove(all);
            if (all.isEmpty()) {
                items.add(new Item.Change(false, patterns, null, channels.size()));
            }
        });
    }

    void pong(byte @Nullable [] argument) {
        locked(() -> items.add(new Item.Pong(argument)));
    }

    /** The next item, null if none comes in time. */
    @Nullable
    Item take(long nanos) {
        lock.lock();
        try {
            for (long left = nanos; items.isEmpty() && !closed && left > 0; ) {
                left = changed.awaitNanos(left);
            }
            return next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisException("interrupted while waiting for messages", e);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Item next() {
        Item item = items.poll();
        if (item instanceof Item.Delivery) {
            waiting--;
        }
        return item;
    }

    /** Waits until all its channels are confirmed, throws why they will not be. */
    void awaitConfirmed(long nanos) {
        lock.lock();
        try {
            for (long left = nanos; !closed && channels.containsValue(false); left = changed.awaitNanos(left)) {
                if (left <= 0) {
                    throw new HaUnavailableException("not subscribed in time: " + hub.explain());
                }
            }
            if (closed) {
                throw reason != null ? reason : new HaUnavailableException("the subscription is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisException("interrupted while waiting for a subscription", e);
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing more comes, null if it was closed by its owner, or is not closed. */
    @Nullable
    RuntimeException reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** By its owner: what waits is forgotten. */
    @Override
    public void close() {
        locked(() -> {
            end();
            items.clear();
            waiting = 0;
        });
    }

    // ---- feeds ---------------------------------------------------------------------------------------------------

    /** Not by its owner: what waits is still read, then the reason. */
    void close(RuntimeException why) {
        locked(() -> {
            if (!closed) {
                reason = why;
                end();
            }
        });
    }

    /** The server sends this channel's messages from now on. */
    void confirmed(Channel channel) {
        locked(() -> {
            if (Boolean.FALSE.equals(channels.get(channel))) {
                channels.put(channel, true);
                items.add(new Item.Change(true, channel.pattern(), channel, confirmedCount()));
            }
        });
    }

    private int confirmedCount() {
        return (int) channels.values().stream().filter(c -> c).count();
    }

    void moved(SubscriptionMove move) {
        locked(() -> {
            if (!closed) {
                items.add(new Item.Moved(move));
            }
        });
    }

    void deliver(Item.Delivery message) {
        locked(() -> {
            if (closed || !Boolean.TRUE.equals(channels.get(message.by()))) {
                return;
            }
            if (waiting < capacity) {
                waiting++;
            } else if (policy == OverflowPolicy.DROP_OLDEST) {
                dropOldest();
            } else {
                dropped++;
                hub.dropped();
                reason = new JedisException("closed: " + capacity + " messages waited for a listener that is too slow");
                end();
                return;
            }
            items.add(message);
        });
    }

    /** Only messages are dropped: the few other items stand at the front, if anywhere. */
    private void dropOldest() {
        dropped++;
        hub.dropped();
        for (Iterator<Item> all = items.iterator(); all.hasNext(); ) {
            if (all.next() instanceof Item.Delivery) {
                all.remove();
                return;
            }
        }
    }

    private void end() {
        closed = true;
        channels.keySet().forEach(channel -> hub.remove(this, channel));
        channels.clear();
        hub.forget(this);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onItem.run();
    }
}
