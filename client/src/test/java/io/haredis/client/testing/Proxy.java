package io.haredis.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Between client and server: when a chosen text passes from one to the other, something happens before the server gets it,
 * or after it and before the reply goes back.
 */
public final class Proxy implements AutoCloseable {
    private final HostAndPort target;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicReference<Trap> trap = new AtomicReference<>();

    private record Trap(String text, boolean deliver, Runnable action) {}

    /** On the same port of another loopback address. */
    public Proxy(String host, HostAndPort target) {
        this.target = target;
        try {
            server = new ServerSocket(target.getPort(), 50, InetAddress.getByName(host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** The next request that contains the text is delivered, its reply is not, and the action runs in between. */
    public void whenExecuted(String text, Runnable action) {
        trap.set(new Trap(text, true, action));
    }

    /** The next request that contains the text is not delivered; the action runs and the connection is closed. */
    public void insteadOf(String text, Runnable action) {
        trap.set(new Trap(text, false, action));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket upstream = new Socket();
                sockets.add(client);
                sockets.add(upstream);
                upstream.connect(new InetSocketAddress(target.getHost(), target.getPort()));
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                AtomicReference<Runnable> mute = new AtomicReference<>();
                daemon(() -> requests(client, upstream, mute));
                daemon(() -> replies(client, upstream, mute));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void requests(Socket client, Socket upstream, AtomicReference<Runnable> mute) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = upstream.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Trap sprung = spring(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                if (sprung != null && sprung.deliver()) {
                    mute.set(sprung.action());
                } else if (sprung != null) {
                    sprung.action().run();
                    break;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // The other side is gone.
        } finally {
            close(client);
            close(upstream);
        }
    }

    private @Nullable Trap spring(String request) {
        Trap set = trap.get();
        return set != null && request.contains(set.text()) && trap.compareAndSet(set, null) ? set : null;
    }

    private void replies(Socket client, Socket upstream, AtomicReference<Runnable> mute) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Runnable action = mute.get();
                if (action != null) {
                    action.run();
                    break;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // The other side is gone.
        } finally {
            close(client);
            close(upstream);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed, one way or another.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(Proxy::close);
    }
}
