package io.haredis.operator.testing;

import io.haredis.operator.decide.PodView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Applications that write one new key after the other to whoever is master, and remember what was acknowledged: by the
 * master's reply alone, or by {@code WAIT} of half of the nodes in the epoch that the connection was opened in (docs/client.md).
 */
public final class Writers implements AutoCloseable {
    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    private final Supplier<Collection<RedisServer>> servers;
    private final boolean quorum;
    private final String half;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong next = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    private Writers(Supplier<Collection<RedisServer>> servers, boolean quorum) {
        this.servers = servers;
        this.quorum = quorum;
        this.half = String.valueOf(servers.get().size() / 2);
    }

    /** Starts so many. */
    public static Writers start(int writers, boolean quorum, TestCluster cluster) {
        Writers all = new Writers(cluster::servers, quorum);
        for (int i = 0; i < writers; i++) {
            all.threads.add(Thread.ofVirtual().start(all::write));
        }
        return all;
    }

    /** How many writes were acknowledged so far. */
    public int acknowledged() {
        return acknowledged.size();
    }

    /** Ends them and returns the acknowledged keys that this server does not have. */
    public List<String> missingOn(RedisServer server) {
        close();
        try (Jedis client = server.client()) {
            Set<String> there = client.keys("w:*");
            return acknowledged.stream().filter(key -> !there.contains(key)).toList();
        }
    }

    private void write() {
        while (!stopped.get()) {
            for (RedisServer server : servers.get()) {
                writeTo(server);
            }
        }
    }

    /** Until it refuses, or is gone. */
    private void writeTo(RedisServer server) {
        try (Jedis client = new Jedis(
                new HostAndPort(server.host(), PodView.PORT),
                DefaultJedisClientConfig.builder()
                        .user("default")
                        .password(RedisServer.PASSWORD)
                        .protocol(RedisProtocol.RESP2)
                        .timeoutMillis(300)
                        .build())) {
            if (!"master".equals(String.valueOf(client.role().getFirst()))) {
                LockSupport.parkNanos(PAUSE);
                return;
            }
            String epoch = epoch(client);
            while (!stopped.get()) {
                String key = "w:" + next.incrementAndGet();
                if (quorum ? isHeldByAQuorum(client, key, epoch) : client.incr(key) > 0) {
                    acknowledged.add(key);
                }
            }
        } catch (JedisException e) {
            // Refused, or of unknown outcome: not acknowledged.
            // A refused connect does not yield to other virtual threads.
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static @Nullable String epoch(Jedis client) {
        client.select(15);
        String epoch = client.get("haredis:epoch");
        client.select(0);
        return epoch;
    }

    private boolean isHeldByAQuorum(Jedis client, String key, @Nullable String epoch) {
        Pipeline sent = client.pipelined();
        Response<Long> written = sent.incr(key);
        sent.publish("haredis:wait", "");
        Response<Object> held = sent.sendCommand(() -> "WAIT".getBytes(StandardCharsets.UTF_8), half, "200");
        sent.select(15);
        Response<List<String>> now = sent.mget("haredis:epoch", "haredis:quorum");
        sent.select(0);
        sent.sync();
        String quorum = now.get().get(1);
        return written.get() > 0
                && epoch != null
                && epoch.equals(now.get().get(0))
                && quorum != null
                && (Long) held.get() >= Long.parseLong(quorum);
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
