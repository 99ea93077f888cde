package io.haredis.client.internal;

import io.haredis.client.internal.node.Addresses;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;

/**
 * {@code haredis[s]://[user[:password]@]host[:port][,host[:port]...][/database]}, which {@code java.net.URI} does not read
 * as a server's address. {@code redis://} is taken too.
 *
 * @param tls true for {@code harediss} and {@code rediss}
 * @param user null for none
 * @param password null for none
 * @param nodes at least one
 * @param database null if none is named
 */
public record NodesUri(
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        List<HostAndPort> nodes,
        @Nullable Integer database) {

    /** True if the text is meant as a URI. */
    public static boolean is(String text) {
        return text.contains("://");
    }

    /** Reads it; the message of a failure never shows the password. */
    public static NodesUri parse(String text) {
        int scheme = text.indexOf("://");
        String name = scheme < 0 ? "" : text.substring(0, scheme);
        if (!List.of("haredis", "harediss", "redis", "rediss").contains(name)) {
            throw new IllegalArgumentException("a URI begins with haredis:// or harediss://, not with '" + name + "'");
        }
        String rest = text.substring(scheme + 3);
        int at = rest.lastIndexOf('@');
        String user = null;
        String password = null;
        if (at >= 0) {
            String info = rest.substring(0, at);
            int colon = info.indexOf(':');
            user = decoded(colon < 0 ? info : info.substring(0, colon));
            password = colon < 0 ? null : decoded(info.substring(colon + 1));
            if (password == null && !user.isEmpty()) {
                throw new IllegalArgumentException("a URI with a user needs a password: haredis://user:password@host");
            }
        }
        String place = rest.substring(at + 1);
        int question = place.indexOf('?');
        if (question >= 0) {
            throw new IllegalArgumentException("parameters in a URI are not supported: use the builder");
        }
        int slash = place.indexOf('/');
        String hosts = slash < 0 ? place : place.substring(0, slash);
        String path = slash < 0 ? "" : place.substring(slash + 1);
        return new NodesUri(name.endsWith("ss"), user, password, Addresses.parseAll(List.of(hosts)), database(path));
    }

    private static @Nullable Integer database(String path) {
        if (path.isEmpty()) {
            return null;
        }
        try {
            int database = Integer.parseInt(path);
            if (database >= 0) {
                return database;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + path + "' is no database number");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // its message shows a part of the text
            throw new IllegalArgumentException("user and password of a URI are percent-encoded: write % as %25");
        }
    }

    /** Sets what it names, leaves the rest: also how TLS is spoken, if the configuration says so. */
    @SuppressWarnings("deprecation") // who comes from Jedis may use them
    public void applyTo(DefaultJedisClientConfig.Builder builder, JedisClientConfig config) {
        if (tls && (config.getSslSocketFactory() != null || config.getSslParameters() != null)) {
            builder.ssl(true);
        } else if (tls && config.getSslOptions() == null && !config.isSsl()) {
            builder.sslOptions(SslOptions.defaults());
        }
        if (password != null) {
            builder.credentials(
                    new DefaultRedisCredentials(user == null || user.isEmpty() ? "default" : user, password));
        }
        if (database != null) {
            builder.database(database);
        }
    }
}
