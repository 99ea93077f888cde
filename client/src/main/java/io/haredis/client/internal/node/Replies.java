package io.haredis.client.internal.node;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes sense of raw replies. */
public final class Replies {
    private Replies() {}

    /** The text, empty if the reply is none. */
    static String text(@Nullable Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    /** The number, null for an absent key and for what is none: an application can write these keys. */
    public static @Nullable Long number(@Nullable Object reply) {
        try {
            return Long.valueOf(text(reply));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
