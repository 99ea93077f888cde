package io.haredis.client.internal.pubsub;

import io.haredis.client.SubscriptionMove;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.topology.Followers;
import io.haredis.client.internal.topology.Reigns;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What one subscribed connection brings, for all who want it. Its thread runs while anybody wants anything: it asks for channels
 * and lets {@code Place} see to it that the connection is where it belongs. Thread-safe.
 */
final class Feed implements FeedLink.Sink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.haredis.failover");

    private static final long PAUSE_AFTER_ERROR_NANOS = Duration.ofMillis(100).toNanos();

    private final String name;
    private final Place place;
    private final Consumer<SubscriptionMove> onMove;
    private final Map<Channel, List<Subscriber>> wanted = new ConcurrentHashMap<>();
    /** Channels whose confirmation somebody may wait for. */
    private final Queue<Channel> newcomers = new ConcurrentLinkedQueue<>();

    private final Semaphore news = new Semaphore(0);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread thread;
    private volatile boolean closed;

    /** On the master, or on a replica as long as there is one. */
    Feed(
            String name,
            boolean onMaster,
            Settings settings,
            Reigns reigns,
            Followers followers,
            Consumer<SubscriptionMove> onMove) {
        this.name = name;
        this.onMove = onMove;
        this.place = new Place(onMaster, settings, reigns, followers, this);
        followers.onChange(this::wake);
    }

    // ---- subscribers ---------------------------------------------------------------------------------------------

    void add(Subscriber subscriber, Channel channel) {
        wanted.compute(channel, (c, all) -> {
            List<Subscriber> more = all == null ? new CopyOnWriteArrayList<>() : all;
            if (!more.contains(subscriber)) {
                more.add(subscriber);
            }
            return more;
        });
        newcomers.add(channel);
        begin();
        wake();
    }

    void remove(Subscriber subscriber, Channel channel) {
        wanted.computeIfPresent(channel, (c, all) -> {
            all.remove(subscriber);
            return all.isEmpty() ? null : all;
        });
        wake();
    }

    private List<Subscriber> subscribers(Channel channel) {
        return wanted.getOrDefault(channel, List.of());
    }

    // ---- the link's thread ---------------------------------------------------------------------------------------

    @Override
    public void message(Channel by, byte[] channel, byte[] payload) {
        Item.Delivery delivery = new Item.Delivery(by, channel, payload);
        subscribers(by).forEach(s -> s.deliver(delivery));
    }

    @Override
    public void confirmed(Channel channel) {
        newcomers.add(channel);
        wake();
    }

    @Override
    public void refused(Channel channel, JedisDataException error) {
        subscribers(channel).forEach(s -> s.close(error));
    }

    @Override
    public void ended() {
        wake();
    }

    // ---- its own thread ------------------------------------------------------------------------------------------

    private void begin() {
        lock.lock();
        try {
            if (thread == null && !closed) {
                Thread keeper = new Thread(this::run, "haredis-feed-" + name);
                keeper.setDaemon(true);
                keeper.start();
                thread = keeper; // it runs: where it cannot be had, the next one tries again
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void run() {
        while (!closed) {
            try {
                // What happens from here on is seen by the next round.
                news.drainPermits();
                keep();
                if (news.tryAcquire(place.nextDueNanos(), TimeUnit.NANOSECONDS)) {
                    LOG.trace("feed {}: news", name);
                }
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException | Error e) {
                // Without this thread no subscription is moved any more.
                LOG.error("in the feed of the {}", name, e);
                LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
            }
        }
        place.leave();
    }

    private void keep() {
        if (wanted.isEmpty()) {
            place.leave();
            return;
        }
        SubscriptionMove move = place.keep(inOrder());
        FeedLink link = place.link();
        if (link == null) {
            return;
        }
        for (Channel channel = newcomers.poll(); channel != null; channel = newcomers.poll()) {
            confirm(link, channel);
        }
        if (place.isNew()) {
            wanted.keySet().forEach(channel -> confirm(link, channel));
        }
        if (move != null) {
            tell(move);
        }
    }

    /** All that is wanted, the latest in the order in which it was asked for. */
    private Set<Channel> inOrder() {
        Set<Channel> all = new LinkedHashSet<>(newcomers);
        all.retainAll(wanted.keySet());
        all.addAll(wanted.keySet());
        return all;
    }

    private void confirm(FeedLink link, Channel channel) {
        if (link.isConfirmed(channel)) {
            subscribers(channel).forEach(s -> s.confirmed(channel));
        }
    }

    private void tell(SubscriptionMove move) {
        LOG.info(
                "subscriptions come from {} instead of {}: {}{}",
                move.to(),
                move.from(),
                move.reason(),
                move.mayHaveMissed() ? ", messages may be missing" : "");
        Set<Subscriber> all = new HashSet<>();
        wanted.values().forEach(all::addAll);
        all.forEach(s -> s.moved(move));
        onMove.accept(move);
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            if (thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
