package io.haredis.client.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers of loopback networks 127.0.N.x that nobody uses: several builds may run on one machine. */
final class Networks {
    private static final int FIRST =
            Integer.parseInt(System.getenv().getOrDefault("HAREDIS_CLIENT_TEST_NETWORK", "150"));
    private static final int END = 255;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Networks() {}

    static int next() {
        int network = following();
        while (isUsed(network)) {
            network = following();
        }
        return network;
    }

    private static int following() {
        return FIRST + NEXT.getAndIncrement() % (END - FIRST);
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
