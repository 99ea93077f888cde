package io.haredis.client.internal.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandFlagsRegistry.CommandFlag;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.util.SafeEncoder;

/** Which commands a replica can answer: by the table of flags that Jedis carries, those that only read and do not block. */
public final class ReplicaSafe {
    /** A cursor is a place in one process' memory: the next step must reach the same one. */
    private static final Set<Command> CURSORS = EnumSet.of(Command.SCAN, Command.HSCAN, Command.SSCAN, Command.ZSCAN);

    private static final Set<String> MODULE_CURSORS = Set.of("FT.AGGREGATE", "FT.CURSOR");

    private ReplicaSafe() {}

    /** True if any replica gives the answer that the master gave a moment ago. Unknown commands: false. */
    public static boolean is(CommandArguments command) {
        if (command.isBlocking()) {
            return false;
        }
        Set<CommandFlag> flags = StaticCommandFlagsRegistry.registry().getFlags(command);
        return flags.contains(CommandFlag.READONLY)
                && !flags.contains(CommandFlag.WRITE)
                && !flags.contains(CommandFlag.BLOCKING)
                && !isCursor(command);
    }

    private static boolean isCursor(CommandArguments command) {
        if (command.getCommand() instanceof Command known) {
            return CURSORS.contains(known);
        }
        String name = SafeEncoder.encode(command.getCommand().getRaw()).toUpperCase(Locale.ROOT);
        return MODULE_CURSORS.contains(name)
                || CURSORS.stream().anyMatch(c -> c.name().equals(name));
    }
}
