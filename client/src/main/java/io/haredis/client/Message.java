package io.haredis.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One message of a subscription. Immutable, but for the array that {@link #bytes()} hands out without copying it. */
public final class Message {
    private final @Nullable String pattern;
    private final String channel;
    private final byte[] bytes;

    /** As received; {@code pattern} is null if the channel itself was subscribed. */
    public Message(@Nullable String pattern, String channel, byte[] bytes) {
        this.pattern = pattern;
        this.channel = channel;
        this.bytes = bytes;
    }

    /** The pattern by which it came ({@code psubscribe}), null if the channel itself was subscribed. */
    public @Nullable String pattern() {
        return pattern;
    }

    /** The channel that it was published on, read as UTF-8. */
    public String channel() {
        return channel;
    }

    /** What was published. */
    public byte[] bytes() {
        return bytes;
    }

    /** What was published, read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return channel + ": " + bytes.length + " bytes";
    }
}
