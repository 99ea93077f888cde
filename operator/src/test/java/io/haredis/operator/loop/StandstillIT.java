package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.haredis.operator.act.Pace;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.observe.SystemPace;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seen in a chaos run: an operator is frozen while it looks, and wakes with the servers' silence that was its own. */
class StandstillIT {
    private static final Duration LONG = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    /** Its clock leaps in the middle of a look: the replicas have answered, the master has not just yet. */
    private static final class LeapingPace implements Pace {
        private final Pace real = new SystemPace();
        private final AtomicReference<@Nullable RedisServer> late = new AtomicReference<>();
        private volatile @Nullable Thread looking;
        private long lastRead;
        private volatile long leapt;

        void leapInALook(RedisServer server) {
            server.signal("STOP");
            late.set(server);
        }

        boolean hasLeapt() {
            return leapt > 0;
        }

        Observer observer(Observer seeing) {
            return new Observer() {
                @Override
                public Snapshot look(boolean everything) throws InterruptedException {
                    lastRead = System.nanoTime();
                    looking = Thread.currentThread();
                    try {
                        return seeing.look(everything);
                    } finally {
                        looking = null;
                    }
                }

                @Override
                public void awaitNews(Duration atMost) throws InterruptedException {
                    seeing.awaitNews(atMost);
                }
            };
        }

        @Override
        public long nanos() {
            if (Thread.currentThread() == looking) {
                long now = System.nanoTime();
                RedisServer server = waitedForAnAnswer(now - lastRead) ? late.getAndSet(null) : null;
                if (server != null) {
                    leapt = LONG.toNanos();
                    Thread.ofVirtual().start(() -> server.signal("CONT"));
                }
                lastRead = now;
            }
            return real.nanos() + leapt;
        }

        /** In vain, as long as for one that does not come: a look waits for nothing else, however late it goes on then. */
        private static boolean waitedForAnAnswer(long nanos) {
            return nanos > Observer.MISSED.toNanos() * 9 / 10;
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            real.pause(time);
        }
    }

    /** Each look stands still before it is told, and makes that a silence of who has not answered: the clock leaps. */
    private static final class Starved implements Pace {
        private final Pace real = new SystemPace();
        private final AtomicLong leapt = new AtomicLong();
        private volatile boolean now;

        Observer observer(Observer seeing) {
            return new Observer() {
                @Override
                public Snapshot look(boolean everything) throws InterruptedException {
                    Snapshot seen = seeing.look(everything);
                    if (!now) {
                        return seen;
                    }
                    leapt.addAndGet(LONG.toNanos());
                    TreeMap<String, NodeView> nodes = new TreeMap<>(seen.nodes());
                    nodes.replaceAll((name, node) -> later(node));
                    return new Snapshot(nodes);
                }

                private static NodeView later(NodeView node) {
                    Contact contact = node.contact() instanceof Contact.Silent s
                            ? new Contact.Silent(s.since().plus(LONG))
                            : node.contact();
                    return new NodeView(
                            node.name(), node.pod(), contact, node.streamQuiet().plus(LONG));
                }

                @Override
                public void awaitNews(Duration atMost) throws InterruptedException {
                    seeing.awaitNews(atMost);
                }
            };
        }

        @Override
        public long nanos() {
            return real.nanos() + leapt.get();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            real.pause(time);
        }
    }

    @Test
    void aStarvedOperatorDeposesNobodyForASilenceAndReplacesWhoIsGone() throws Exception {
        try (TestCluster cluster = new TestCluster(3, folder)) {
            Starved pace = new Starved();
            cluster.operate(() -> true, pace, pace::observer);
            cluster.settle(2);
            RedisServer master = cluster.master();
            long epoch = cluster.record().epoch();
            pace.now = true;

            master.signal("STOP");
            await().during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.record().epoch() == epoch);
            master.signal("CONT");
            assertThat(master.isMaster()).isTrue();

            master.kill();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cluster.record().epoch() > epoch
                            && cluster.masters().size() == 1);
            assertThat(cluster.master()).isNotEqualTo(master);
        }
    }

    @Test
    void whatTheOperatorSleptInALookIsNoSilenceOfTheMaster() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (TestCluster cluster = new TestCluster(3, folder.resolve("" + i))) {
                LeapingPace pace = new LeapingPace();
                cluster.operate(() -> true, pace, pace::observer);
                cluster.settle(2);
                long epoch = cluster.record().epoch();
                pace.leapInALook(cluster.master());

                await().atMost(Duration.ofSeconds(20)).until(pace::hasLeapt);
                cluster.settle(2);
                assertThat(cluster.record().epoch()).isEqualTo(epoch);
            }
        }
    }
}
