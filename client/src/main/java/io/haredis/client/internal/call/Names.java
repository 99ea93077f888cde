package io.haredis.client.internal.call;

import java.util.Locale;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.util.SafeEncoder;

/** A command's name for logs and exceptions: never its arguments. */
final class Names {
    private Names() {}

    static String of(CommandArguments command) {
        return SafeEncoder.encode(command.getCommand().getRaw()).toUpperCase(Locale.ROOT);
    }
}
