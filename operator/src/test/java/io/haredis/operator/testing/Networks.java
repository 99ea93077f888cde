package io.haredis.operator.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers of loopback networks 127.0.N.x that nobody uses: several builds may run on one machine. */
public final class Networks {
    private static final AtomicInteger NEXT =
            new AtomicInteger(Integer.parseInt(System.getenv().getOrDefault("HAREDIS_TEST_NETWORK", "80")));

    private Networks() {}

    /** The next free one. */
    public static int next() {
        int network = NEXT.getAndIncrement();
        while (isUsed(network)) {
            network = NEXT.getAndIncrement();
        }
        return network;
    }

    private static boolean isUsed(int network) {
        for (int node = 1; node <= 3; node++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0." + network + "." + node, 6379), 100);
                return true;
            } catch (IOException e) {
                // Nobody listens there.
            }
        }
        return false;
    }
}
