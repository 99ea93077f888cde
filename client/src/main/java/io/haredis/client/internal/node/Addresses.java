package io.haredis.client.internal.node;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/** Reads addresses as people write them: {@code host:port}, {@code host}, {@code port}, {@code [ipv6]:port}. */
public final class Addresses {
    private Addresses() {}

    /** One address; a missing host is 127.0.0.1, a missing port 6379. */
    public static HostAndPort parse(String text) {
        String address = text.trim();
        if (address.isEmpty()) {
            throw new IllegalArgumentException("an address is empty");
        }
        if (address.contains("@")) { // what stands before it may be a password
            throw new IllegalArgumentException(
                    "an address has an @: a password is for auth, or for a URI, haredis://:password@host");
        }
        if (address.chars().allMatch(Character::isDigit)) {
            return new HostAndPort(Protocol.DEFAULT_HOST, port(address, address));
        }
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("'" + text + "' has no closing bracket");
            }
            String rest = address.substring(end + 1);
            return new HostAndPort(
                    address.substring(1, end),
                    rest.isEmpty() ? Protocol.DEFAULT_PORT : port(rest.substring(1), address.substring(0, end + 1)));
        }
        int colon = address.lastIndexOf(':');
        if (colon < 0 || address.indexOf(':') != colon) {
            return new HostAndPort(address, Protocol.DEFAULT_PORT);
        }
        String host = address.substring(0, colon);
        return new HostAndPort(host.isEmpty() ? Protocol.DEFAULT_HOST : host, port(address.substring(colon + 1), host));
    }

    /** Several, separated by commas or given one by one; each once, in order. */
    public static List<HostAndPort> parseAll(Iterable<String> texts) {
        Set<HostAndPort> all = new LinkedHashSet<>();
        for (String text : texts) {
            for (String one : text.split(",", -1)) {
                all.add(parse(one));
            }
        }
        return new ArrayList<>(all);
    }

    /** Only digits are shown: else a password may stand there. */
    private static int port(String digits, String of) {
        boolean shown = digits.chars().allMatch(Character::isDigit);
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "'" + of + "' has " + (shown ? digits + " as its" : "no") + " port: one is between 1 and 65535");
    }
}
