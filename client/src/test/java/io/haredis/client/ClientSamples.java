package io.haredis.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;

/** The code of docs/client.md. */
final class ClientSamples {
    private final List<String> shown = new ArrayList<>();

    List<String> shown() {
        return shown;
    }

    static HaRedisClient service() {
        return HaRedisClient.create("cache-master:6379");
    }

    static HaRedisClient addresses() {
        return HaRedisClient.create("redis-0", "redis-1:6380", "7001");
    }

    static HaRedisClient uri() {
        return HaRedisClient.create(URI.create("haredis://app:secret@redis-0,redis-1:6380/2"));
    }

    static HaRedisClient built(String node, String password) {
        return HaRedisClient.builder()
                .nodes(node)
                .auth(password)
                .deadline(Duration.ofSeconds(5))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .database(2)
                        .clientName("shop")
                        .build())
                .build();
    }

    void unknownOutcome(HaRedisClient redis) {
        try {
            redis.incrBy("account:7", 10);
        } catch (HaUnknownOutcomeException unknown) {
            // It may have run. Only the application can tell, by reading or by an id of its own in the data.
            shown.add(unknown.command() + unknown.node() + unknown.sentAt());
        }
    }

    void durable(HaRedisClient redis) {
        HaRedisClient durable = redis.durability(Durability.QUORUM);
        try {
            durable.set("order:1", "paid");
        } catch (HaQuorumException unmet) {
            shown.add(unmet.node() + ": " + unmet.acknowledged() + " of " + unmet.required() + ", " + unmet.reply());
        }
    }

    void replicas(HaRedisClient redis) {
        String cheap = redis.slaveOk().get("page:1");
        HaRedisClient fresh = redis.master();
        shown.add(cheap + fresh.get("page:1"));
    }

    Subscription subscribed(HaRedisClient redis) {
        Subscription news = redis.subscribe(message -> shown.add(message.channel() + message.text()), "news");
        return news.awaitSubscribed(Duration.ofSeconds(5));
    }

    void seen(HaRedisClient redis) {
        ClusterView view = redis.view();
        HaMetrics metrics = redis.metrics();
        boolean ready = redis.awaitReady(Duration.ofSeconds(10));
        shown.add(view.state() + " " + metrics.calls() + " " + ready);
    }
}
