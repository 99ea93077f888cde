package io.haredis.client.internal;

import io.haredis.client.ClusterView;
import io.haredis.client.Durability;
import io.haredis.client.HaMetrics;
import io.haredis.client.HaUnavailableException;
import io.haredis.client.internal.call.Calls;
import io.haredis.client.internal.call.Connections;
import io.haredis.client.internal.call.ReplicaCalls;
import io.haredis.client.internal.call.Scripts;
import io.haredis.client.internal.pubsub.Subscriptions;
import io.haredis.client.internal.replica.Replicas;
import io.haredis.client.internal.topology.Opcounter;
import io.haredis.client.internal.topology.Reign;
import io.haredis.client.internal.topology.Reigns;
import io.haredis.client.internal.topology.Topology;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;

/** The parts of one client, and their life. Views of a client share it. */
public final class HaCore implements AutoCloseable {
    private final Settings settings;
    private final ExecutorService workers = Executors.newCachedThreadPool(daemons("haredis-worker-"));
    private final Counters counters = new Counters();
    private final Reigns reigns;
    private final Topology topology;
    private final Calls calls;
    private final Opcounter opcounter;
    private final Replicas replicas;
    private final Calls durableCalls;
    private final Subscriptions subscriptions;

    /** Assembled, not started. */
    public HaCore(Settings settings) {
        this.settings = settings;
        this.reigns = new Reigns(settings.maxWaiting(), counters);
        Scripts scripts = new Scripts();
        this.topology = new Topology(settings, reigns, workers, counters);
        this.calls = new Calls(settings, reigns, topology, scripts, counters);
        this.opcounter = new Opcounter(settings.connector(), reigns, counters);
        topology.onOpen(scripts::loadInto);
        this.replicas = new Replicas(settings, topology.followers(), scripts::loadInto);
        this.durableCalls = calls.durable();
        this.subscriptions = new Subscriptions(
                settings,
                reigns,
                topology.followers(),
                workers,
                counters,
                move -> topology.tell(listener -> listener.subscriptionMoved(move)));
    }

    /** Begins to look for the master. */
    public void start() {
        topology.start();
        if (settings.countWrites()) {
            opcounter.start();
        }
    }

    /** What it was built with. */
    public Settings settings() {
        return settings;
    }

    /** For single commands: reads go to replicas, or everything to the master. */
    public CommandExecutor executor(boolean slaveOk, Durability durability) {
        Calls way = calls(durability);
        return slaveOk ? new ReplicaCalls(way, replicas) : way;
    }

    private Calls calls(Durability durability) {
        return durability == Durability.QUORUM ? durableCalls : calls;
    }

    /** What is subscribed. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** For pipelines, transactions and scans. */
    public ConnectionProvider provider(Durability durability) {
        return new Connections(calls(durability), settings.connector().config().getRedisProtocol());
    }

    /** The cluster as it is known. */
    public ClusterView view() {
        return topology.view();
    }

    /** What was counted. */
    public HaMetrics metrics() {
        Reign reign = reigns.current();
        return new HaMetrics(
                counters.calls.sum(),
                counters.refused.sum(),
                counters.notSent.sum(),
                counters.lostReply.sum(),
                counters.unknownOutcomes.sum(),
                counters.quorumsMissed.sum(),
                counters.writesCounted.sum(),
                counters.writesUncounted.sum(),
                counters.waited.sum(),
                Duration.ofNanos(counters.waitedNanos.sum()),
                reigns.waiting(),
                counters.reigns.sum(),
                counters.suspicions.sum(),
                reign == null ? 0 : reign.pool().size(),
                counters.replicaReads.sum(),
                counters.messagesDropped.sum(),
                counters.eventsDropped.sum());
    }

    /** Waits until calls can be sent; false if they cannot in time. */
    public boolean awaitReady(Duration atMost) {
        try {
            return !reigns.await(Deadline.inNanos(Checks.atMost(atMost).toNanos()))
                    .isOver();
        } catch (HaUnavailableException e) {
            return false;
        }
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        opcounter.close();
        subscriptions.close();
        topology.close();
        replicas.close();
        workers.shutdownNow();
    }
}
