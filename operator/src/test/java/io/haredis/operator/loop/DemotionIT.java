package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.decide.Action;
import io.haredis.operator.testing.Fault;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Who was connected to a master that lives on as a replica is told READONLY first, and cut off a second later. */
class DemotionIT {
    private static final Fault NONE = Fault.meanwhile(-1, () -> {});

    @TempDir
    Path folder;

    private TestCluster cluster;
    private RedisServer old;

    @BeforeEach
    void start() {
        cluster = new TestCluster(3, folder);
        cluster.operate(() -> true);
        cluster.operate(() -> false);
        cluster.settle(2);
        old = cluster.master();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aPlannedMoveClosesTheOldMastersClients() throws Exception {
        try (Jedis client = old.client()) {
            client.set("a", "1");
            cluster.act(new Action.Move("c-1", "a test", Action.Occasion.SURPLUS), NONE);
            assertThatThrownBy(() -> client.set("a", "2"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageStartingWith("READONLY");
            awaitClosed(client);
        }
        cluster.settle(2);
        staysOpen(cluster.master());
    }

    @Test
    void anElectionClosesTheClientsOfAMasterThatWakes() {
        try (Jedis client = old.client()) {
            client.set("a", "1");
            old.signal("STOP");
            await().atMost(Duration.ofSeconds(20)).until(() -> cluster.record().epoch() == 2);
            cluster.settle(1);
            old.signal("CONT");
            awaitClosed(client);
        }
        cluster.settle(2);
    }

    /** Subscribers hear gossip wherever they are, and to the operators a closed connection looks like a death. */
    @Test
    void subscribersAndOperatorsStayConnected() throws Exception {
        JedisPubSub subscription = new JedisPubSub() {};
        Thread subscriber = Thread.ofVirtual().start(() -> {
            try (Jedis client = old.client()) {
                client.subscribe(subscription, "haredis:gossip:master");
            } catch (JedisException e) {
                // It is no longer alive, which the test sees.
            }
        });
        await().atMost(Duration.ofSeconds(10)).until(subscription::isSubscribed);
        try (Jedis client = old.client();
                Link operator = old.operator()) {
            cluster.act(new Action.Move("c-2", "a test", Action.Occasion.SURPLUS), NONE);
            awaitClosed(client);
            assertThat(operator.call(List.of(Command.of("PING"))).getFirst()).isEqualTo("PONG");
            assertThat(subscriber.isAlive()).isTrue();
        } finally {
            subscription.unsubscribe();
        }
    }

    /** Nobody is cut off who connects to it as a replica later. */
    @Test
    void aReplicasReadersAreLeftAlone() throws Exception {
        try (Jedis client = old.client()) {
            cluster.act(new Action.Move("c-1", "a test", Action.Occasion.SURPLUS), NONE);
            awaitClosed(client);
        }
        cluster.settle(2);
        staysOpen(old);
    }

    private static void awaitClosed(Jedis client) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    try {
                        client.get("a");
                        return false;
                    } catch (JedisConnectionException e) {
                        return true;
                    }
                });
    }

    private static void staysOpen(RedisServer server) {
        try (Jedis client = server.client()) {
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> {
                client.get("a");
                return true;
            });
        }
    }
}
