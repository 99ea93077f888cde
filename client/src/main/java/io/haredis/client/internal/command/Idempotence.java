package io.haredis.client.internal.command;

import java.util.Locale;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.util.SafeEncoder;

/** Writes that leave the same data when they run twice in a row. A list of what is, never of what is not. */
public final class Idempotence {
    private static final Set<String> ALWAYS = Set.of(
            "DEL",
            "UNLINK",
            "MSET",
            "HSET",
            "HMSET",
            "SADD",
            "SREM",
            "HDEL",
            "ZREM",
            "LSET",
            "SETEX",
            "PSETEX",
            "SETBIT",
            "SETRANGE",
            "EXPIREAT",
            "PEXPIREAT",
            "PERSIST",
            "PFADD",
            "XDEL",
            "XACK",
            "HEXPIREAT",
            "HPEXPIREAT",
            "HPERSIST");
    /** Conditions see the first run's effect, GET returns it. A relative expiry just counts from the second run. */
    private static final Set<String> NOT_IN_SET = Set.of("NX", "XX", "GET", "IFEQ", "IFNE", "IFDEQ", "IFDNE");

    private static final Set<String> NOT_IN_ZADD = Set.of("NX", "XX", "GT", "LT", "INCR", "CH");
    private static final Set<String> NOT_IN_EXPIREAT = Set.of("NX", "XX", "GT", "LT");

    private Idempotence() {}

    /** True if the command may run twice. Unknown commands and options: false. */
    public static boolean of(CommandArguments command) {
        String name = word(command.getCommand());
        return switch (name) {
            case "SET" -> noneFrom(3, command, NOT_IN_SET);
            case "ZADD" -> noneFrom(2, command, NOT_IN_ZADD);
            case "EXPIREAT", "PEXPIREAT" -> noneFrom(3, command, NOT_IN_EXPIREAT);
            default -> ALWAYS.contains(name);
        };
    }

    /** A value that looks like an option makes it false too: the safe side. */
    private static boolean noneFrom(int first, CommandArguments command, Set<String> options) {
        for (int i = first; i < command.size(); i++) {
            if (options.contains(word(command.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static String word(Rawable word) {
        byte[] raw = word.getRaw();
        return raw.length > 16 ? "" : SafeEncoder.encode(raw).toUpperCase(Locale.ROOT);
    }
}
