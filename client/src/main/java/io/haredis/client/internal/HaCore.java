package io.haredis.client.internal;

import io.haredis.client.internal.call.Calls;
import io.haredis.client.internal.call.Connections;
import io.haredis.client.internal.call.Scripts;
import io.haredis.client.internal.topology.Reigns;
import io.haredis.client.internal.topology.Topology;
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
    private final Reigns reigns;
    private final Topology topology;
    private final Calls calls;

    /** Assembled, not started. */
    public HaCore(Settings settings) {
        this.settings = settings;
        this.reigns = new Reigns(settings.maxWaiting());
        Scripts scripts = new Scripts();
        this.topology = new Topology(settings, reigns, workers, scripts::loadInto);
        this.calls = new Calls(settings, reigns, topology, scripts);
    }

    /** Begins to look for the master. */
    public void start() {
        topology.start();
    }

    /** What it was built with. */
    public Settings settings() {
        return settings;
    }

    /** For single commands. */
    public CommandExecutor executor() {
        return calls;
    }

    /** For pipelines, transactions and scans. */
    public ConnectionProvider provider() {
        return new Connections(calls, settings.connector().config().getRedisProtocol());
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
        topology.close();
        workers.shutdownNow();
    }
}
