package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.Durability;
import io.haredis.client.OverflowPolicy;
import io.haredis.client.ReplicaChoice;
import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeReport;
import io.haredis.protocol.Lineage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** When nodes are asked; nobody answers here. */
class RosterTest {
    private static final HostAndPort NODE = new HostAndPort("127.0.0.1", 1);
    private static final HostAndPort POD = new HostAndPort("127.0.0.2", 1);
    private static final HostAndPort OTHER = new HostAndPort("127.0.0.4", 1);
    private static final HostAndPort STRANGE_MASTER = new HostAndPort("127.0.0.3", 1);

    private final List<Runnable> questions = new ArrayList<>();
    private final Roster roster = new Roster(settings(), questions::add, new Questions.Replies() {
        @Override
        public void answered(Node node, NodeReport report) {}

        @Override
        public void failed(Node node, RuntimeException error) {}
    });

    @Test
    void whatManyNodesTellIsAskedOnce() {
        Node node = roster.learn(NODE);
        roster.gossip(NODE, NODE);
        roster.gossip(NODE, NODE);
        roster.gossip(NODE, NODE);
        assertThat(questions).hasSize(1);
        assertThat(node.again).as("asked again at once").isFalse();
    }

    /** Its answer may be older than the news. */
    @Test
    void newsThatComeWhileAQuestionIsOutAreAskedAboutAnew() {
        Node node = roster.learn(NODE);
        roster.askDue();
        roster.gossip(NODE, NODE);
        assertThat(questions).hasSize(1);
        assertThat(node.again).isTrue();
    }

    @Test
    void laterNewsAreNews() {
        Node node = roster.learn(NODE);
        roster.gossip(NODE, NODE);
        node.toldAt -= 2 * Rhythm.LOOK_NANOS;
        roster.gossip(NODE, NODE);
        assertThat(node.again).isTrue();
    }

    /** The question may have met a connection that had ended. */
    @Test
    void aQuestionWithoutAnAnswerLetsTheNextNodesNewsCount() {
        Node node = roster.learn(NODE);
        roster.gossip(NODE, NODE);
        roster.note(node, new JedisConnectionException("ended"));
        roster.gossip(NODE, NODE);
        assertThat(questions).hasSize(2);
    }

    @Test
    void whoAnswersLateIsAskedLater() {
        Node node = Objects.requireNonNull(roster.find(NODE));
        roster.doubt();
        node.asking = false;
        node.delayNanos = Duration.ofMillis(10).toNanos();
        long before = System.nanoTime();
        roster.schedule(node, false, false);
        assertThat(node.nextAsk - before)
                .isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
    }

    /** A pod's address may be given to one of another cluster, with the same password and a higher epoch. */
    @Test
    void anotherProcessAtALearnedAddressCountsOnceSomebodyNamesIt() {
        Node node = named(POD);
        Node known = Objects.requireNonNull(roster.find(NODE));
        node.askedAt = System.nanoTime();
        known.askedAt = System.nanoTime();
        roster.note(node, report(POD, "ours", 6L, null, List.of()));
        roster.note(node, report(POD, "a stranger", 40L, STRANGE_MASTER, List.of()));
        assertThat(roster.reports()).isEmpty();
        assertThat(roster.heard()).isEqualTo(6);
        assertThat(roster.find(STRANGE_MASTER)).as("learned from a stranger").isNull();
        assertThat(roster.believes(POD, "ours")).isTrue();
        assertThat(roster.believes(POD, "a stranger")).as("his gossip").isFalse();
        assertThat(roster.believes(NODE, "any")).as("configured").isTrue();

        roster.note(known, report(NODE, "master", 6L, null, List.of(new NodeReport.Replica(POD, true, 1))));
        NodeReport restarted = report(POD, "a stranger", 6L, NODE, List.of());
        roster.note(node, restarted);
        assertThat(roster.reports()).contains(restarted);
    }

    /** Whoever may publish can name it. */
    @Test
    void anAddressThatOnlyGossipNamesCountsOnceANodeNamesIt() {
        roster.gossip(NODE, POD);
        Node told = Objects.requireNonNull(roster.find(POD));
        Node known = Objects.requireNonNull(roster.find(NODE));
        known.askedAt = System.nanoTime();
        NodeReport master = report(POD, "whose?", 7L, null, List.of(new NodeReport.Replica(OTHER, true, 1)));
        roster.note(told, master);
        assertThat(roster.reports()).isEmpty();
        assertThat(roster.heard()).isZero();
        assertThat(roster.find(OTHER)).as("named by a stranger").isNull();
        assertThat(roster.believes(POD, "whose?")).as("his gossip").isFalse();
        assertThat(roster.silent()).as("only the one that was configured").isEqualTo(1);

        NodeReport nameless = report(POD, "", 7L, STRANGE_MASTER, List.of());
        roster.note(told, nameless);
        assertThat(roster.reports()).as("of a server without a run_id").isEmpty();
        assertThat(roster.find(STRANGE_MASTER)).isNull();
        assertThat(roster.believes(POD, "")).isFalse();
        roster.note(told, master);

        assertThat(questions).as("to it, and to who told of it").hasSize(2);
        NodeReport replica = report(NODE, "ours", 6L, POD, List.of());
        roster.note(known, replica);
        assertThat(roster.reports()).as("without asking it again").containsExactlyInAnyOrder(master, replica);
        assertThat(roster.heard()).isEqualTo(7);
        assertThat(roster.find(OTHER)).isNotNull();
    }

    private Node named(HostAndPort address) {
        roster.named(address);
        return Objects.requireNonNull(roster.find(address));
    }

    /** Of those that were configured none is left, and all others were restarted. */
    @Test
    void thoseThatNameEachOtherCountIfNobodyElseDoes() {
        Node one = named(POD);
        Node other = named(OTHER);
        one.askedAt = System.nanoTime();
        other.askedAt = System.nanoTime();
        roster.note(one, report(POD, "a", 6L, null, List.of()));
        roster.note(other, report(OTHER, "b", 6L, null, List.of()));
        roster.note(one, report(POD, "a2", 6L, null, List.of(new NodeReport.Replica(OTHER, true, 1))));
        NodeReport replica = report(OTHER, "b2", 6L, POD, List.of());
        roster.note(other, replica);
        assertThat(roster.reports()).containsExactly(replica);
    }

    /** Its name and its IP, say: a majority is one of processes. */
    @Test
    void aSilentProcessCountsOnceWhateverItsAddresses() {
        Node byName = Objects.requireNonNull(roster.find(NODE));
        Node byIp = named(POD);
        Node unheard = named(OTHER);
        for (Node node : List.of(byName, byIp)) {
            node.askedAt = System.nanoTime();
            roster.note(node, report(node.address, "a", 6L, null, List.of()));
        }
        assertThat(roster.silent()).as("only %s", unheard.address).isEqualTo(1);
        roster.note(byIp, new JedisConnectionException("gone"));
        assertThat(roster.silent()).as("it answers by its name").isEqualTo(1);
        roster.note(byName, new JedisConnectionException("gone"));
        assertThat(roster.silent()).isEqualTo(2);
    }

    /** Out of memory, say: a question that does not end would be the node's last. */
    @Test
    void aQuestionThatEndsInAnErrorIsOver() {
        List<Throwable> failures = new ArrayList<>();
        Connector broken = new Connector(
                DefaultJedisClientConfig.builder()
                        .hostAndPortMapper(address -> {
                            throw new OutOfMemoryError("no buffer");
                        })
                        .build(),
                Map.of(),
                15);
        Roster asking = new Roster(settings(broken), Runnable::run, new Questions.Replies() {
            @Override
            public void answered(Node node, NodeReport report) {}

            @Override
            public void failed(Node node, RuntimeException error) {
                failures.add(error);
            }
        });
        asking.askDue();
        assertThat(failures).singleElement().satisfies(e -> assertThat(e).hasRootCauseMessage("no buffer"));
    }

    private static NodeReport report(
            HostAndPort address,
            String process,
            long epoch,
            @Nullable HostAndPort follows,
            List<NodeReport.Replica> replicas) {
        return new NodeReport(
                address, process, follows == null, follows, true, false, Lineage.of("id", 1), epoch, replicas);
    }

    private static Settings settings() {
        return settings(new Connector(DefaultJedisClientConfig.builder().build(), Map.of(), 15));
    }

    private static Settings settings(Connector connector) {
        return new Settings(
                List.of(NODE),
                connector,
                new GenericObjectPoolConfig<>(),
                Duration.ofSeconds(1),
                1,
                RetryPolicy.SAFE,
                Duration.ofSeconds(2),
                List.of(),
                new Settings.ReplicaReads(ReplicaChoice.RANDOM, Duration.ofSeconds(1)),
                new Settings.Listening(1, OverflowPolicy.DROP_OLDEST),
                new Settings.Quorum(Durability.ASYNC, Duration.ofSeconds(1)),
                false);
    }
}
