package io.haredis.protocol;

/** The announcement of a new master, as the original haredis sends it: a hint, never proof. */
public final class Gossip {
    /** Channel on which a new master is announced, on every node. The payload is {@code host:port}, {@code [ipv6]:port}. */
    public static final String CHANNEL = "haredis:gossip:master";

    private Gossip() {}

    /** The payload that names a master. */
    public static String payload(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
