package io.haredis.client.internal.topology;

import io.haredis.client.HaListener;
import io.haredis.client.internal.Counters;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to the application's listeners, on one thread that exists only while there is something to tell. */
public final class Events implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.haredis.failover");
    private static final int MOST_WAITING = 1000;

    private final List<HaListener> listeners;
    private final Counters counters;
    private final ThreadPoolExecutor dispatcher;

    /** To these listeners; counts what is dropped. */
    public Events(List<HaListener> listeners, Counters counters) {
        this.listeners = List.copyOf(listeners);
        this.counters = counters;
        this.dispatcher = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                task -> {
                    Thread thread = new Thread(task, "haredis-events");
                    thread.setDaemon(true);
                    return thread;
                },
                (task, executor) -> {
                    counters.eventsDropped.increment();
                    if (!executor.isShutdown() && executor.getQueue().poll() != null) {
                        executor.execute(task);
                    }
                });
        dispatcher.allowCoreThreadTimeOut(true);
    }

    /** Tells all listeners, soon. */
    public void tell(Consumer<HaListener> event) {
        for (HaListener listener : listeners) {
            try {
                dispatcher.execute(() -> tell(listener, event));
            } catch (Error e) { // no thread to be had: whoever tells has more to do
                counters.eventsDropped.increment();
                LOG.warn("an event is lost", e);
            }
        }
    }

    private static void tell(HaListener listener, Consumer<HaListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("in a listener", e);
        }
    }

    /** What is waiting is still told. */
    @Override
    public void close() {
        dispatcher.shutdown();
    }
}
