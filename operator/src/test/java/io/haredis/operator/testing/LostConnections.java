package io.haredis.operator.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes connections on to a port of loopback, until they are lost: then they stay open, and nothing more comes through. */
public final class LostConnections implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Passage> passages = new CopyOnWriteArrayList<>();
    private final int target;

    /** To this port. */
    public LostConnections(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    /** Where to connect to. */
    public int port() {
        return door.getLocalPort();
    }

    /** All connections so far are lost; those that come are not. */
    public void lose() {
        passages.forEach(passage -> passage.lost = true);
    }

    private void accept() {
        try {
            while (true) {
                Passage passage = new Passage(door.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
                passages.add(passage);
                Thread.ofVirtual().start(() -> passage.pass(passage.near, passage.far));
                Thread.ofVirtual().start(() -> passage.pass(passage.far, passage.near));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static final class Passage {
        private final Socket near;
        private final Socket far;
        private volatile boolean lost;

        Passage(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void pass(Socket from, Socket to) {
            byte[] some = new byte[8192];
            try {
                for (int n = from.getInputStream().read(some);
                        n >= 0;
                        n = from.getInputStream().read(some)) {
                    if (!lost) {
                        to.getOutputStream().write(some, 0, n);
                    }
                }
            } catch (IOException e) {
                // closed
            }
            if (!lost) {
                close();
            }
        }

        void close() {
            try (near;
                    far) {
                lost = true;
            } catch (IOException e) {
                // closed, one way or another
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        passages.forEach(Passage::close);
    }
}
