package io.haredis.client.internal.command;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandFlagsRegistry.CommandFlag;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.util.SafeEncoder;

/** What a command does to the data, by the table of flags that Jedis carries. Decides where it goes and if it may run twice. */
public enum CommandKind {
    /** Changes nothing: may be repeated, may go to a replica. */
    READ,
    /** Changes data, or may: scripts and functions too. Goes to the master, is counted, is never repeated blindly. */
    WRITE,
    /** Touches no data and may be repeated: {@code PING}, {@code INFO}. */
    HARMLESS,
    /** Leaves the connection in another state than before: nobody else gets it. Never repeated, not counted. */
    STATEFUL,
    /** Anything else, unknown commands too: to the master, never repeated, not counted. */
    OTHER;

    private static final Set<Command> CONTAINERS = EnumSet.of(
            Command.ACL,
            Command.CLIENT,
            Command.CLUSTER,
            Command.COMMAND,
            Command.CONFIG,
            Command.FUNCTION,
            Command.LATENCY,
            Command.MEMORY,
            Command.MODULE,
            Command.OBJECT,
            Command.PUBSUB,
            Command.SCRIPT,
            Command.SLOWLOG,
            Command.XGROUP,
            Command.XINFO);
    private static final Set<String> SCRIPTS = Set.of("EVAL", "EVALSHA", "FCALL");
    private static final Set<String> STATEFUL_NAMES = Set.of(
            "SELECT",
            "AUTH",
            "HELLO",
            "RESET",
            "QUIT",
            "MULTI",
            "EXEC",
            "DISCARD",
            "WATCH",
            "UNWATCH",
            "SUBSCRIBE",
            "PSUBSCRIBE",
            "SSUBSCRIBE",
            "UNSUBSCRIBE",
            "PUNSUBSCRIBE",
            "SUNSUBSCRIBE",
            "MONITOR",
            "READONLY",
            "READWRITE",
            "ASKING",
            "CLIENT REPLY",
            "CLIENT TRACKING",
            "CLIENT CACHING",
            "CLIENT SETNAME",
            "CLIENT SETINFO",
            "CLIENT CAPA",
            "CLIENT NO-EVICT",
            "CLIENT NO-TOUCH");
    private static final Set<String> HARMLESS_NAMES = Set.of(
            "PING",
            "ECHO",
            "TIME",
            "INFO",
            "ROLE",
            "LASTSAVE",
            "COMMAND",
            "CONFIG GET",
            "SCRIPT EXISTS",
            "SCRIPT LOAD",
            "FUNCTION LIST",
            "FUNCTION STATS",
            "CLIENT ID",
            "CLIENT INFO",
            "CLIENT LIST",
            "CLIENT GETNAME",
            "ACL WHOAMI",
            "PUBSUB CHANNELS",
            "PUBSUB NUMPAT",
            "PUBSUB NUMSUB");
    private static final Map<Command, CommandKind> KNOWN = known();

    /** The kind of a command with its arguments. */
    public static CommandKind of(CommandArguments arguments) {
        ProtocolCommand command = arguments.getCommand();
        if (command instanceof Command known) {
            CommandKind kind = KNOWN.get(known);
            if (kind != null) {
                return kind;
            }
        }
        return lookUp(arguments);
    }

    private static Map<Command, CommandKind> known() {
        Map<Command, CommandKind> kinds = new EnumMap<>(Command.class);
        for (Command command : Command.values()) {
            if (!CONTAINERS.contains(command)) {
                kinds.put(command, lookUp(new CommandArguments(command)));
            }
        }
        return kinds;
    }

    private static CommandKind lookUp(CommandArguments arguments) {
        // The registry hands out its own mutable set: only ever read it.
        Set<CommandFlag> flags = StaticCommandFlagsRegistry.registry().getFlags(arguments);
        String name = upper(arguments.getCommand());
        String both = arguments.size() > 1 ? name + " " + upper(arguments.get(1)) : name;
        if (STATEFUL_NAMES.contains(name) || STATEFUL_NAMES.contains(both)) {
            return STATEFUL;
        }
        if (flags.contains(CommandFlag.WRITE) || SCRIPTS.contains(name)) {
            return WRITE;
        }
        if (flags.contains(CommandFlag.READONLY)) {
            return name.equals("FT.CURSOR") ? OTHER : READ; // reads on, from where the one before it ended
        }
        return HARMLESS_NAMES.contains(name) || HARMLESS_NAMES.contains(both) ? HARMLESS : OTHER;
    }

    private static String upper(Rawable word) {
        return SafeEncoder.encode(word.getRaw()).toUpperCase(Locale.ROOT);
    }

    /** True if it may change data: what must reach the replicas to be durable. */
    public boolean mayWrite() {
        return this == WRITE || this == OTHER;
    }

    /** True if running the command twice does no more than running it once, whatever happens in between. */
    public boolean isRepeatable() {
        return this == READ || this == HARMLESS;
    }
}
