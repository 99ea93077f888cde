package io.haredis.operator.wire;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/** Connections by Jedis, as the user {@code operator}. Thread-safe. */
public final class JedisLinks implements Links {
    /** The operator's own Redis user. */
    public static final String USER = "operator";

    private final Supplier<String> password;
    private final Duration timeout;

    /**
     * Links of one cluster.
     *
     * @param password of the user {@code operator}, asked for at each connect
     * @param timeout for a connect and for each reply
     */
    public JedisLinks(Supplier<String> password, Duration timeout) {
        this.password = password;
        this.timeout = timeout;
    }

    @Override
    public Link open(String host, int port) throws LinkException {
        return new JedisLink(connect(host, port, (int) timeout.toMillis()));
    }

    /** A connection whose reads wait without end, for a subscription. */
    public Connection subscription(String host, int port) throws LinkException {
        Connection connection = connect(host, port, (int) timeout.toMillis());
        connection.setTimeoutInfinite();
        return connection;
    }

    private JedisLink.Flushable connect(String host, int port, int millis) throws LinkException {
        JedisClientConfig config = DefaultJedisClientConfig.builder()
                .user(USER)
                .password(password.get())
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .protocol(RedisProtocol.RESP2)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .build();
        try {
            return new JedisLink.Flushable(new HostAndPort(host, port), config);
        } catch (JedisException e) {
            throw translate(host + ":" + port, e);
        }
    }

    static LinkException translate(String address, JedisException e) {
        LinkException.Cause why = e instanceof JedisAccessControlException
                ? LinkException.Cause.DENIED
                : find(e, ConnectException.class)
                        ? LinkException.Cause.REFUSED
                        : find(e, SocketTimeoutException.class) || find(e, NoRouteToHostException.class)
                                ? LinkException.Cause.SILENT
                                : LinkException.Cause.CLOSED;
        return new LinkException(why, address + ": " + e.getMessage());
    }

    private static boolean find(@Nullable Throwable e, Class<? extends Throwable> type) {
        for (Throwable one = e; one != null; one = one.getCause()) {
            if (type.isInstance(one)) {
                return true;
            }
            for (Throwable suppressed : one.getSuppressed()) {
                if (find(suppressed, type)) {
                    return true;
                }
            }
        }
        return false;
    }
}
