package io.haredis.operator.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One Jedis connection: commands go out in one write, replies come back as plain values. */
final class JedisLink implements Link {
    private final Flushable connection;

    /** A connection that sends before it waits. */
    static final class Flushable extends Connection {
        Flushable(HostAndPort server, JedisClientConfig config) {
            super(server, config);
        }

        @Override
        public void flush() {
            super.flush();
        }
    }

    JedisLink(Flushable connection) {
        this.connection = connection;
    }

    @Override
    public List<Object> call(List<Command> commands) throws LinkException {
        return send(commands).replies();
    }

    @Override
    public Sent send(List<Command> commands) {
        try {
            for (Command command : commands) {
                List<String> words = command.words();
                connection.sendCommand(
                        new Named(words.getFirst()),
                        words.subList(1, words.size()).toArray(String[]::new));
            }
            connection.flush();
            return () -> receive(commands.size());
        } catch (JedisException e) {
            return Sent.failed(JedisLinks.translate(connection.toString(), e));
        }
    }

    private List<Object> receive(int number) throws LinkException {
        try {
            List<Object> replies = new ArrayList<>();
            for (Object reply : connection.getMany(number)) {
                replies.add(plain(reply));
            }
            return replies;
        } catch (JedisException e) {
            throw JedisLinks.translate(connection.toString(), e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JedisException e) {
            // It is gone either way.
        }
    }

    @SuppressWarnings("NullAway") // a reply list may hold nulls, which is what Redis answers
    private static @Nullable Object plain(@Nullable Object reply) {
        return switch (reply) {
            case null -> null;
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case JedisDataException e -> new ErrorReply(String.valueOf(e.getMessage()));
            case List<?> list -> {
                List<Object> values = new ArrayList<>();
                list.forEach(value -> values.add(plain(value)));
                yield values;
            }
            default -> reply;
        };
    }

    private record Named(String word) implements ProtocolCommand {
        @Override
        public byte[] getRaw() {
            return word.getBytes(StandardCharsets.UTF_8);
        }
    }
}
