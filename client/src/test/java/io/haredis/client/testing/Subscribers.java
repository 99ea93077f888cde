package io.haredis.client.testing;

import io.haredis.client.HaRedisClient;
import java.time.Duration;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;

/** Where a channel's subscribers are, by what the servers say. */
public final class Subscribers {
    /** Configuration of a server: a user who may listen to news, and neither to gossip nor to tokens. */
    public static final String LIMITED =
            "user limited on >" + RedisServer.PASSWORD + " ~* resetchannels &news* +@all -@admin";

    private Subscribers() {}

    /** A client of that user. */
    public static HaRedisClient limited(TestCluster cluster) {
        return cluster.client().auth("limited", RedisServer.PASSWORD).build();
    }

    /** How many a node has; a dead one has none. */
    public static long of(RedisServer server, String channel) {
        if (!server.isUp()) {
            return 0;
        }
        try (Jedis jedis = server.meddler()) {
            return jedis.pubsubNumSub(channel).getOrDefault(channel, 0L);
        }
    }

    /** Waits until the only one is on a replica, and returns that. */
    public static RedisServer awaitOnReplica(TestCluster cluster, String channel) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> of(cluster.master(), channel) == 0
                        && cluster.servers().stream()
                                        .mapToLong(s -> of(s, channel))
                                        .sum()
                                == 1);
        return cluster.servers().stream()
                .filter(s -> s != cluster.master() && of(s, channel) > 0)
                .findFirst()
                .orElseThrow();
    }
}
