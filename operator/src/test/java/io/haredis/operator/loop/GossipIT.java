package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import io.haredis.protocol.Gossip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Clients hear of a new master on every node that is left, and wait for no call of the Kubernetes API. */
class GossipIT {
    @TempDir
    Path folder;

    @Test
    void anElectedMasterIsAnnouncedThoughTheServiceCannotBeMoved() throws Exception {
        assertAnnounced(false, cluster -> cluster.master().kill());
    }

    @Test
    void aMovedMasterIsAnnouncedThoughTheServiceCannotBeMoved() throws Exception {
        assertAnnounced(true, cluster -> cluster.annotations.put(Requests.SWITCHOVER, Requests.ANY));
    }

    private void assertAnnounced(boolean onTheOldToo, Consumer<TestCluster> change) throws InterruptedException {
        try (TestCluster cluster = TestCluster.settled(folder)) {
            RedisServer old = cluster.master();
            List<Ear> ears = listening(cluster, onTheOldToo ? null : old);
            cluster.routes.fail(true);
            change.accept(cluster);
            for (Ear ear : ears) {
                String heard = ear.heard.poll(10, TimeUnit.SECONDS);
                RedisServer master = cluster.master();
                assertThat(heard).as("on %s", ear.node).isEqualTo(Gossip.payload(master.host(), PodView.PORT));
                assertThat(master).isNotSameAs(old);
            }
            assertThat(cluster.routes.masters()).as("the Service").containsExactly(old.name());
            cluster.routes.fail(false);
            String holder = cluster.record().holder();
            await().until(() -> cluster.routes.masters().getLast().equals(holder));
            ears.forEach(Ear::close);
        }
    }

    private static List<Ear> listening(TestCluster cluster, @Nullable RedisServer except) throws InterruptedException {
        List<Ear> ears = new ArrayList<>();
        for (RedisServer server : cluster.servers()) {
            if (server != except) {
                ears.add(new Ear(server));
            }
        }
        for (Ear ear : ears) {
            assertThat(ear.subscribed.await(10, TimeUnit.SECONDS)).isTrue();
        }
        return ears;
    }

    /** A client that subscribed on one node. */
    private static final class Ear extends JedisPubSub implements AutoCloseable {
        private final String node;
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private final Jedis connection;

        Ear(RedisServer server) {
            node = server.name();
            connection = server.client();
            Thread.ofVirtual().start(() -> {
                try {
                    connection.subscribe(this, Gossip.CHANNEL);
                } catch (JedisConnectionException e) {
                    // It is closed.
                }
            });
        }

        @Override
        public void onSubscribe(String channel, int subscribedChannels) {
            subscribed.countDown();
        }

        @Override
        public void onMessage(String channel, String message) {
            heard.add(message);
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
