package io.haredis.client.internal.pubsub;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.RawableFactory;

/**
 * What can be subscribed.
 *
 * @param name its bytes, one char each (ISO 8859-1): names need not be text
 * @param pattern true for a pattern
 */
record Channel(String name, boolean pattern) {
    static Channel of(byte[] raw, boolean pattern) {
        return new Channel(new String(raw, StandardCharsets.ISO_8859_1), pattern);
    }

    static Channel of(String text, boolean pattern) {
        return of(text.getBytes(StandardCharsets.UTF_8), pattern);
    }

    byte[] raw() {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Keyspace notifications: each node makes its own, and those of the master tell what happens. */
    boolean isKeyspace() {
        return name.startsWith("__key");
    }

    CommandArguments subscribe() {
        return new CommandArguments(pattern ? Command.PSUBSCRIBE : Command.SUBSCRIBE).add(RawableFactory.from(raw()));
    }

    CommandArguments unsubscribe() {
        return new CommandArguments(pattern ? Command.PUNSUBSCRIBE : Command.UNSUBSCRIBE)
                .add(RawableFactory.from(raw()));
    }
}
