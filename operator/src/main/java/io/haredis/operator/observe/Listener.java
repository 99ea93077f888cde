package io.haredis.operator.observe;

import io.haredis.operator.decide.PodView;
import io.haredis.operator.wire.JedisLinks;
import io.haredis.operator.wire.LinkException;
import io.haredis.protocol.Gossip;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A subscribed connection that only blocks in read: when the server's process ends, the kernel closes it, and that is
 * news within a millisecond.
 */
final class Listener implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final String name;
    private final String host;
    private final JedisLinks links;
    private final Runnable closed;
    private @Nullable Thread thread;
    private boolean over;
    private volatile @Nullable Connection connection;

    Listener(String name, String host, JedisLinks links, Runnable closed) {
        this.name = name;
        this.host = host;
        this.links = links;
        this.closed = closed;
    }

    /** Listens to the process that answers now. Begun anew for each process: an old connection may be half open. */
    synchronized void begin() {
        stop();
        if (!over) {
            thread = Thread.ofVirtual().name("listen-" + name).start(this::listen);
        }
    }

    /** Ends with the first connection that is lost while it listened; the asker then tells whether to begin anew. */
    private void listen() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection open = links.subscription(host, PodView.PORT)) {
                connection = open;
                open.sendCommand(Protocol.Command.SUBSCRIBE, Gossip.CHANNEL);
                while (!Thread.currentThread().isInterrupted()) {
                    open.getUnflushedObject();
                }
            } catch (LinkException | JedisException e) {
                if (connection != null && !Thread.currentThread().isInterrupted()) {
                    closed.run();
                }
            }
            connection = null;
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** For good: whoever asks may still hear of a new process while it is being stopped. */
    @Override
    public synchronized void close() {
        over = true;
        stop();
    }

    private void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt(); // which closes the connection that it reads from
        }
    }
}
