package io.haredis.client.internal.call;

import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.command.CommandKind;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.util.SafeEncoder;

/** The keys of some commands. One that names no key may be of any. */
final class KeySet {
    private final Set<ByteBuffer> keys = new HashSet<>();
    private boolean any;

    /** True if all of these may be sent again, in this order, and none that reads would answer what a later one has written before. */
    static boolean mayRepeat(List<CommandArguments> commands, RetryPolicy policy) {
        KeySet written = new KeySet();
        for (int i = commands.size() - 1; i >= 0; i--) {
            CommandArguments command = commands.get(i);
            CommandKind kind = CommandKind.of(command);
            if (!policy.mayRepeat(command) || (kind == CommandKind.READ && written.touches(command))) {
                return false;
            }
            if (kind == CommandKind.WRITE) {
                written.add(command);
            }
        }
        return true;
    }

    void add(CommandArguments command) {
        Set<ByteBuffer> more = keys(command);
        keys.addAll(more);
        any |= more.isEmpty();
    }

    /** True if the command may have a key in common with one of those. */
    boolean touches(CommandArguments command) {
        if (any || keys.isEmpty()) {
            return any;
        }
        Set<ByteBuffer> its = keys(command);
        return its.isEmpty() || !Collections.disjoint(its, keys);
    }

    private static Set<ByteBuffer> keys(CommandArguments command) {
        return command.getKeys().stream()
                .map(key -> ByteBuffer.wrap(key instanceof byte[] raw ? raw : SafeEncoder.encode(key.toString())))
                .collect(Collectors.toSet());
    }
}
