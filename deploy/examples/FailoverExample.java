import io.haredis.client.ClusterView;
import io.haredis.client.HaListener;
import io.haredis.client.HaRedisClient;
import io.haredis.client.HaRedisClientBuilder;
import io.haredis.client.HaUnknownOutcomeException;
import io.haredis.client.Subscription;
import io.haredis.client.SubscriptionMove;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Writes, reads and subscribes until its input ends (Enter, or Ctrl-D), and tells what it sees of failovers meanwhile:
 *
 * <pre>REDIS_PASSWORD=... java -cp 'lib/*' FailoverExample.java cache-master:6379</pre>
 *
 * with haredis-client, jedis and what they need in lib. Arguments: any addresses of the cluster.
 */
public final class FailoverExample implements HaListener {
    private static final Duration PACE = Duration.ofMillis(1);
    private static final int NEWS_EVERY = 50;

    private final AtomicLong done = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile long longestPause;
    private volatile boolean stopped;

    public static void main(String[] nodes) throws Exception {
        new FailoverExample().run(nodes);
    }

    private void run(String[] nodes) throws Exception {
        HaRedisClientBuilder builder = HaRedisClient.builder().nodes(nodes).listener(this);
        String password = System.getenv("REDIS_PASSWORD");
        if (password != null) {
            builder.auth(password);
        }
        try (HaRedisClient redis = builder.build();
                Subscription news = redis.subscribe(message -> received.incrementAndGet(), "example:news")) {
            news.awaitSubscribed(Duration.ofSeconds(10));
            redis.del("example:writes");
            Thread writer = new Thread(() -> write(redis), "example-writer");
            writer.start();
            while (System.in.read() > '\n') {
                // More input.
            }
            stopped = true;
            writer.join();
            tell(redis);
        }
    }

    private void write(HaRedisClient redis) {
        long last = System.nanoTime();
        while (!stopped) {
            try {
                long number = redis.incr("example:writes");
                if (done.incrementAndGet() == 1) {
                    say("writes, and hears of writes");
                }
                if (number % NEWS_EVERY == 0) {
                    redis.publish("example:news", "write " + number);
                    published.incrementAndGet();
                }
            } catch (HaUnknownOutcomeException e) {
                // It may have run. A counter that must be exact would keep the id of each step in the data.
                unknown.incrementAndGet();
                say(e.getMessage());
            } catch (JedisException e) {
                failed.incrementAndGet();
                say("failed: " + e.getMessage());
            }
            long now = System.nanoTime();
            longestPause = Math.max(longestPause, now - last);
            last = now;
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(HaRedisClient redis) {
        say(done + " writes done, " + unknown + " of unknown outcome, " + failed + " failed; the counter says "
                + redis.get("example:writes") + ", a replica " + redis.slaveOk().get("example:writes"));
        say("the longest pause between two writes was " + longestPause / 1_000_000 + " ms; " + received + " of " + published
                + " messages came");
    }

    @Override
    public void masterChanged(ClusterView before, ClusterView after, Source source) {
        after.findMaster().ifPresent(master -> say("master is " + master.address() + ", epoch " + after.epoch()
                + before.findMaster().map(old -> ", it was " + old.address()).orElse("") + ", learned by " + source));
    }

    @Override
    public void masterSuspected(HostAndPort master, String reason) {
        say("is " + master + " still master? " + reason);
    }

    @Override
    public void subscriptionMoved(SubscriptionMove move) {
        say("messages come from " + move.to() + " now, before from " + move.from()
                + (move.mayHaveMissed() ? "; some may be missing" : "; none is missing"));
    }

    private static void say(String what) {
        System.out.println("example: " + what);
    }
}
