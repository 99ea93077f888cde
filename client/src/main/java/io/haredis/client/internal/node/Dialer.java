package io.haredis.client.internal.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Makes one connection's socket as Jedis does, and knows it while it connects: a frozen server with a full queue lets whoever
 * comes wait. Under TLS Jedis makes it, and it can only be waited for.
 */
final class Dialer extends DefaultJedisSocketFactory {
    private final JedisClientConfig config;
    private volatile @Nullable Socket socket;
    private volatile boolean aborted;

    Dialer(HostAndPort address, JedisClientConfig config) {
        super(address, config);
        this.config = config;
    }

    @Override
    public Socket createSocket() {
        if (config.isSsl() || config.getSslOptions() != null) {
            return super.createSocket();
        }
        HostAndPort to = mapped();
        JedisConnectionException failed = new JedisConnectionException("Failed to connect to " + to + ".");
        for (InetAddress address : resolve(to)) {
            try {
                return connect(new InetSocketAddress(address, to.getPort()));
            } catch (IOException | RuntimeException e) { // a port that is none, say
                failed.addSuppressed(e);
            }
        }
        throw failed;
    }

    /** By the application's mapper, if it has one. */
    private HostAndPort mapped() {
        try {
            return getSocketHostAndPort();
        } catch (RuntimeException e) {
            throw new JedisConnectionException("Failed to create socket.", e);
        }
    }

    private static List<InetAddress> resolve(HostAndPort to) {
        try {
            List<InetAddress> addresses = Arrays.asList(InetAddress.getAllByName(to.getHost()));
            Collections.shuffle(addresses);
            return addresses;
        } catch (UnknownHostException e) {
            throw new JedisConnectionException("Failed to create socket.", e);
        }
    }

    private Socket connect(InetSocketAddress to) throws IOException {
        Socket dialing = new Socket();
        socket = dialing;
        try {
            if (aborted) {
                throw new SocketException("given up");
            }
            dialing.setReuseAddress(true);
            dialing.setKeepAlive(true);
            dialing.setTcpNoDelay(true);
            dialing.setSoLinger(true, 0);
            dialing.connect(to, config.getConnectionTimeoutMillis());
            dialing.setSoTimeout(config.getSocketTimeoutMillis());
            return dialing;
        } catch (IOException | RuntimeException e) {
            dialing.close();
            throw e;
        }
    }

    /** Closes what it has made, or makes. Any thread. */
    void abort() {
        aborted = true;
        Socket made = socket;
        if (made != null) {
            try {
                made.close();
            } catch (IOException e) {
                // It is closed, one way or another.
            }
        }
    }
}
