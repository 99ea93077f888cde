package io.haredis.e2e.chaos;

import io.haredis.e2e.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Commands as they go over the wire. */
final class Wire {
    private static final int CONNECT_MILLIS = 250;
    private static final int REPLY_MILLIS = 600;
    private static final int PATIENT_MILLIS = 20_000;

    private Wire() {}

    /** For a client that is in a hurry. */
    static Jedis connect(Endpoint endpoint, @Nullable String password) {
        return endpoint.connect(password, CONNECT_MILLIS, REPLY_MILLIS);
    }

    /** For one that is not. */
    static Jedis connectPatiently(Endpoint endpoint, @Nullable String password) {
        return endpoint.connect(password, PATIENT_MILLIS, PATIENT_MILLIS);
    }

    /** All in one write; error replies stand among the others. */
    static List<Object> ask(Jedis jedis, List<List<String>> commands) {
        Pipeline pipeline = jedis.pipelined();
        for (List<String> command : commands) {
            byte[] name = command.getFirst().getBytes(StandardCharsets.UTF_8);
            pipeline.sendCommand(() -> name, command.subList(1, command.size()).toArray(String[]::new));
        }
        return pipeline.syncAndReturnAll();
    }

    static @Nullable String text(@Nullable Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : null;
    }

    /** Of an integer or of a string of digits; -1 for all else. */
    static long number(@Nullable Object reply) {
        if (reply instanceof Long number) {
            return number;
        }
        String text = text(reply);
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    static List<?> list(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }
}
