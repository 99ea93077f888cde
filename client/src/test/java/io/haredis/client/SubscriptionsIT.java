package io.haredis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.testing.Recorder;
import io.haredis.client.testing.RedisServer;
import io.haredis.client.testing.Subscribers;
import io.haredis.client.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.params.ClientKillParams;

/** Listeners and their handles: where messages come from, and what happens to those who cannot keep up. */
@Timeout(120)
class SubscriptionsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void comesFromAReplicaAndLeavesItWhenItIsPromotedLosesItsLinkOrDies() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client = cluster.client().build()) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(SOON);
            RedisServer first = Subscribers.awaitOnReplica(cluster, "news");

            int moves = heard.moves().size();
            cluster.move(first);
            heard.awaitMove(moves, move -> move.reason() == SubscriptionMove.Reason.MASTER_CHANGED);
            RedisServer second = Subscribers.awaitOnReplica(cluster, "news");
            arrives(client, heard, "promoted");

            moves = heard.moves().size();
            cluster.detach(second);
            heard.awaitMove(moves, move -> move.reason() == SubscriptionMove.Reason.LAGGING && move.mayHaveMissed());
            arrives(client, heard, "unlinked");
            RedisServer third = Subscribers.awaitOnReplica(cluster, "news");

            moves = heard.moves().size();
            third.kill();
            heard.awaitMove(moves, move -> move.reason() == SubscriptionMove.Reason.CONNECTION_LOST);
            arrives(client, heard, "dead");
        }
    }

    @Test
    void anErrorInTheListenerDoesNotSilenceIt() {
        try (TestCluster cluster = new TestCluster(1, folder);
                HaRedisClient client = cluster.client().build()) {
            Recorder heard = new Recorder();
            MessageListener failing = message -> {
                heard.onMessage(message);
                throw new AssertionError(message.text());
            };
            client.subscribe(failing, "news").awaitSubscribed(SOON);
            client.publish("news", "one");
            heard.awaitTexts(1);
            client.publish("news", "two");
            heard.awaitTexts(2);
        }
    }

    @Test
    void anotherNodeIsFoundWhenTheServerKillsAllSubscribersOrFreezes() {
        try (TestCluster cluster = new TestCluster(3, folder);
                HaRedisClient client =
                        cluster.client().probeInterval(Duration.ofMillis(500)).build()) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(SOON);
            RedisServer first = Subscribers.awaitOnReplica(cluster, "news");
            int moves = heard.moves().size();
            try (Jedis jedis = first.meddler()) {
                jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            }
            heard.awaitMove(moves, SubscriptionMove::mayHaveMissed);
            arrives(client, heard, "killed");

            RedisServer frozen = Subscribers.awaitOnReplica(cluster, "news");
            moves = heard.moves().size();
            frozen.signal("STOP");
            heard.awaitMove(moves, move -> move.mayHaveMissed() && move.from().equals(frozen.address()));
            arrives(client, heard, "frozen");
        }
    }

    @Test
    void aMoveBackToAReplicaRepeatsAndLosesNothing() throws Exception {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client =
                        cluster.client().probeInterval(Duration.ofMillis(200)).build()) {
            RedisServer replica = cluster.replicaBut();
            replica.kill();
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(SOON);
            assertThat(Subscribers.of(cluster.master(), "news")).isPositive();
            Thread publisher = new Thread(
                    () -> {
                        for (int i = 0; heard.moves().isEmpty() || i % 1000 != 0; i++) {
                            client.publish("news", Integer.toString(i));
                        }
                        client.publish("news", "end");
                    },
                    "publisher");
            publisher.start();
            replica.start();
            cluster.followAll();
            SubscriptionMove move = heard.awaitMove(0, any -> true).move();
            assertThat(move)
                    .isEqualTo(new SubscriptionMove(
                            cluster.master().address(),
                            replica.address(),
                            SubscriptionMove.Reason.RELIEVES_MASTER,
                            false));
            publisher.join();
            await(() -> heard.texts().contains("end"));
            List<String> all = heard.texts();
            assertThat(all.subList(0, all.size() - 1))
                    .containsExactlyElementsOf(IntStream.range(0, all.size() - 1)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @Test
    void patternsAndKeyspaceNotificationsEachComeFromWhereTheyBelong() {
        try (TestCluster cluster = new TestCluster(3, folder, "notify-keyspace-events KEA");
                HaRedisClient client = cluster.client().build()) {
            Recorder all = new Recorder();
            Recorder keys = new Recorder();
            client.psubscribe(all, "n*").awaitSubscribed(SOON);
            Subscription keyspace = client.psubscribe(keys, "__keyevent@0__:*").awaitSubscribed(SOON);
            client.publish("news", "1");
            client.set("k", "v");
            all.awaitTexts(1);
            assertThat(keys.awaitTexts(1).texts()).containsExactly("k");
            cluster.move(cluster.replicaBut());
            keys.awaitMove(0, any -> true);
            client.set("l", "v");
            assertThat(keys.awaitTexts(2).texts()).containsExactly("k", "l");
            keyspace.close();
            await(() -> cluster.servers().stream()
                    .noneMatch(s -> s.info("pubsub_patterns").equals("2")));
            assertThat(all.texts()).containsExactly("1");
        }
    }

    @Test
    void aSlowListenerDelaysNobodyAndLosesItsOldest() throws Exception {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client().subscriptionBuffer(10).build()) {
            CountDownLatch goOn = new CountDownLatch(1);
            Recorder slow = new Recorder();
            Recorder quick = new Recorder();
            Subscription late = client.subscribe(
                            message -> {
                                awaitLatch(goOn);
                                slow.onMessage(message);
                            },
                            "news")
                    .awaitSubscribed(SOON);
            client.subscribe(quick, "news").awaitSubscribed(SOON);
            for (int i = 0; i < 100; i++) {
                client.publish("news", Integer.toString(i));
                quick.awaitTexts(i + 1);
            }
            goOn.countDown();
            assertThat(slow.awaitTexts(11).texts())
                    .containsExactly("0", "90", "91", "92", "93", "94", "95", "96", "97", "98", "99");
            assertThat(late.dropped()).isEqualTo(89);
        }
    }

    @Test
    void aSlowListenerIsClosedWhereThatIsThePolicy() {
        try (TestCluster cluster = new TestCluster(2, folder);
                HaRedisClient client = cluster.client()
                        .subscriptionBuffer(10)
                        .overflowPolicy(OverflowPolicy.CLOSE)
                        .build()) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Recorder heard = new Recorder();
            MessageListener slow = new MessageListener() {
                @Override
                public void onMessage(Message message) {
                    begun.countDown();
                    awaitLatch(goOn);
                    heard.onMessage(message);
                }

                @Override
                public void onClosed(RuntimeException reason) {
                    heard.onClosed(reason);
                }
            };
            Subscription subscription = client.subscribe(slow, "news").awaitSubscribed(SOON);
            client.publish("news", "0");
            awaitLatch(begun);
            for (int i = 1; i < 12; i++) {
                client.publish("news", Integer.toString(i));
            }
            await(subscription::isClosed);
            goOn.countDown();
            await(() -> heard.end() != null);
            assertThat(heard.end()).hasMessageContaining("too slow");
            assertThat(heard.texts()).hasSize(11);
        }
    }

    @Test
    void whatTheServerForbidsIsToldAndNothingElseSuffers() {
        try (TestCluster cluster = new TestCluster(2, folder, Subscribers.LIMITED);
                HaRedisClient client = Subscribers.limited(cluster)) {
            Recorder heard = new Recorder();
            client.subscribe(heard, "news").awaitSubscribed(SOON);
            Recorder refused = new Recorder();
            Subscription secret = client.subscribe(refused, "secrets");
            assertThatThrownBy(() -> secret.awaitSubscribed(SOON)).isInstanceOf(JedisAccessControlException.class);
            await(() -> refused.end() != null);
            arrives(client, heard, "1");
        }
    }

    @Test
    void closingTheClientEndsEverySubscription() {
        try (TestCluster cluster = new TestCluster(2, folder)) {
            HaRedisClient client = cluster.client().build();
            Recorder heard = new Recorder();
            Subscription subscription = client.subscribe(heard, "news").awaitSubscribed(SOON);
            client.close();
            assertThat(subscription.isClosed()).isTrue();
            await(() -> heard.end() instanceof HaUnavailableException);
            await(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(t -> t.getName().startsWith("haredis-feed")
                            || t.getName().startsWith("haredis-subscriber")));
            assertThatThrownBy(() -> client.subscribe(heard, "more")).isInstanceOf(HaUnavailableException.class);
        }
    }

    private static void arrives(HaRedisClient client, Recorder heard, String text) {
        client.publish("news", text);
        await(() -> heard.texts().contains(text));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(condition);
    }
}
