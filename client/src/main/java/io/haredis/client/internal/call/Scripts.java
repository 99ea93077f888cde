package io.haredis.client.internal.call;

import io.haredis.client.internal.node.NodeConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.args.RawableFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The sources of scripts that were loaded through this client: a server's script cache is its own and does not follow a
 * change of master. Thread-safe.
 */
public final class Scripts {
    /** Scripts are few; who makes them by the thousand does not load them. */
    private static final int MOST = 1000;

    private final Map<String, byte[]> sources = new ConcurrentHashMap<>();

    /** Remembers what several commands have loaded. */
    void note(List<CommandArguments> commands, List<Object> replies) {
        for (int i = 0; i < commands.size(); i++) {
            if (!(replies.get(i) instanceof JedisDataException)) {
                note(commands.get(i), replies.get(i));
            }
        }
    }

    /** Remembers what a {@code SCRIPT LOAD} has loaded. */
    void note(CommandArguments command, @Nullable Object reply) {
        if (command.getCommand() != Command.SCRIPT || command.size() != 3 || sources.size() >= MOST) {
            return;
        }
        if (text(command.get(1)).equalsIgnoreCase("LOAD")) {
            String sha =
                    reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
            sources.put(sha, command.get(2).getRaw());
        }
    }

    /** The same call with the script itself, null if its source is not known. */
    <T> @Nullable CommandObject<T> withSource(CommandObject<T> command) {
        CommandArguments arguments = command.getArguments();
        Command whole = arguments.getCommand() == Command.EVALSHA
                ? Command.EVAL
                : arguments.getCommand() == Command.EVALSHA_RO ? Command.EVAL_RO : null;
        byte[] source =
                whole == null ? null : sources.get(text(arguments.get(1)).toLowerCase(Locale.ROOT));
        if (whole == null || source == null) {
            return null;
        }
        CommandArguments copy = new CommandArguments(whole).add(RawableFactory.from(source));
        for (int i = 2; i < arguments.size(); i++) {
            copy.add(arguments.get(i));
        }
        return new CommandObject<>(copy, command.getBuilder());
    }

    /** Loads all of them on a node that may not have them yet, in one write. */
    public void loadInto(NodeConnection connection) {
        if (sources.isEmpty()) {
            return;
        }
        int sent = 0;
        for (byte[] source : sources.values()) {
            connection.sendCommand(
                    new CommandArguments(Command.SCRIPT).add("LOAD").add(RawableFactory.from(source)));
            sent++;
        }
        // A refusal is for the call that needs the script to see.
        connection.getMany(sent);
    }

    private static String text(Rawable word) {
        return new String(word.getRaw(), StandardCharsets.UTF_8);
    }
}
