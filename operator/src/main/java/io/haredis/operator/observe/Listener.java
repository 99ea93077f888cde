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

    private final String host;
    private final JedisLinks links;
    private final Runnable closed;
    private final Thread thread;
    private volatile @Nullable Connection connection;

    Listener(String name, String host, JedisLinks links, Runnable closed) {
        this.host = host;
        this.links = links;
        this.closed = closed;
        this.thread = Thread.ofVirtual().name("listen-" + name).start(this::listen);
    }

    private void listen() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Connection open = links.subscription(host, PodView.PORT);
                connection = open;
                open.sendCommand(Protocol.Command.SUBSCRIBE, Gossip.CHANNEL);
                while (!Thread.currentThread().isInterrupted()) {
                    open.getUnflushedObject();
                }
            } catch (LinkException | JedisException e) {
                boolean was = connection != null;
                drop();
                if (was && !Thread.currentThread().isInterrupted()) {
                    closed.run();
                }
            }
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException e) {
                break;
            }
        }
        drop();
    }

    private void drop() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (JedisException e) {
                // It is gone either way.
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        drop();
    }
}
