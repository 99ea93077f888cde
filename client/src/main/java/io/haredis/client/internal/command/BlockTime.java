package io.haredis.client.internal.command;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.util.SafeEncoder;

/** How long a command may block on the server, read from its arguments. */
public final class BlockTime {
    /** It does not block. */
    public static final long NONE = -1;
    /** It blocks until there is something. */
    public static final long FOREVER = 0;

    private BlockTime() {}

    /** Milliseconds, {@link #NONE} or {@link #FOREVER}. {@code WAIT} counts, which Jedis does not mark as blocking. */
    public static long millis(CommandArguments command) {
        int at = position(command);
        if (at < 0) {
            return NONE;
        }
        try {
            double number = Double.parseDouble(text(command.get(at)));
            return number <= 0 ? FOREVER : Math.max(1, (long) Math.ceil(number * (inSeconds(command) ? 1000 : 1)));
        } catch (NumberFormatException e) {
            return FOREVER;
        }
    }

    /** The same command, blocking for so long only. */
    public static CommandArguments with(CommandArguments command, long millis) {
        int at = position(command);
        CommandArguments copy = new CommandArguments(command.getCommand());
        for (int i = 1; i < command.size(); i++) {
            if (i != at) {
                copy.add(command.get(i));
            } else if (inSeconds(command)) {
                copy.add(String.format(Locale.ROOT, "%.3f", millis / 1000.0));
            } else {
                copy.add(millis);
            }
        }
        return copy.blocking();
    }

    private static boolean inSeconds(CommandArguments command) {
        return !isStreamRead(command) && !name(command).startsWith("WAIT");
    }

    private static boolean isStreamRead(CommandArguments command) {
        return name(command).startsWith("XREAD");
    }

    /** Where the time stands, negative if the command does not block. */
    private static int position(CommandArguments command) {
        if (!command.isBlocking() && !mayBeWait(command)) {
            return -1;
        }
        return switch (name(command)) {
            case "BLPOP", "BRPOP", "BZPOPMIN", "BZPOPMAX", "BRPOPLPUSH", "WAIT", "WAITAOF" -> command.size() - 1;
            case "BLMOVE", "BLMOVEM" -> command.size() > 5 ? 5 : -1;
            case "BLMPOP", "BZMPOP" -> 1;
            case "XREAD", "XREADGROUP" -> after("BLOCK", command);
            default -> -1;
        };
    }

    /** Cheap, as it is asked of every command of a pipeline. */
    private static boolean mayBeWait(CommandArguments command) {
        byte[] name = command.getCommand().getRaw();
        return name.length > 3 && (name[0] | 0x20) == 'w' && (name[1] | 0x20) == 'a' && (name[2] | 0x20) == 'i';
    }

    private static int after(String keyword, CommandArguments command) {
        for (int i = 1; i < command.size() - 1; i++) {
            String word = text(command.get(i));
            if (word.equalsIgnoreCase(keyword)) {
                return i + 1;
            }
            if (word.equalsIgnoreCase("STREAMS")) {
                return -1;
            }
        }
        return -1;
    }

    private static String name(CommandArguments command) {
        return SafeEncoder.encode(command.getCommand().getRaw()).toUpperCase(Locale.ROOT);
    }

    private static String text(Rawable word) {
        return new String(word.getRaw(), StandardCharsets.UTF_8);
    }
}
