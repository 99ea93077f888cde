package io.haredis.e2e.chaos;

import io.haredis.e2e.Endpoint;
import io.haredis.e2e.history.Look;
import io.haredis.e2e.history.Outcome;
import io.haredis.e2e.history.Write;
import io.haredis.e2e.history.Write.Grade;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** A client's connection, and the master and epoch that it found when it was opened. */
final class Session implements AutoCloseable {
    private static final String WAIT_MILLIS = "300";

    private final Jedis jedis;
    private final String server;
    private final Look opened;

    private Session(Jedis jedis, String server, Look opened) {
        this.jedis = jedis;
        this.server = server;
        this.opened = opened;
    }

    static Session open(Endpoint endpoint, @Nullable String password) {
        Jedis jedis = Wire.connect(endpoint, password);
        try {
            String server = Identity.server(jedis);
            return new Session(jedis, server, Identity.look(jedis, endpoint.name(), server, List.of("none")));
        } catch (RuntimeException broken) {
            jedis.close();
            throw broken;
        }
    }

    /** True for a master whose epoch is known. */
    boolean isMaster() {
        return opened.role() == Look.Role.MASTER && opened.epoch() > 0;
    }

    /** Appends the number, or increments; asks for replicas as the wanted grade wants it. */
    Write write(String client, long number, String key, Grade wanted, int replicas) {
        List<List<String>> commands = new ArrayList<>();
        commands.add(key.startsWith(Write.LIST) ? List.of("RPUSH", key, Long.toString(number)) : List.of("INCR", key));
        if (wanted.isKept()) {
            commands.add(List.of("PUBLISH", "haredis:wait", ""));
            commands.add(List.of(
                    "WAIT", Integer.toString(wanted == Grade.ALL ? replicas : (replicas + 1) / 2), WAIT_MILLIS));
        }
        if (wanted == Grade.QUORUM) {
            commands.addAll(List.of(Identity.TO_OWN, Identity.REIGN, Identity.BACK));
        }
        long sent = System.nanoTime();
        List<Object> replies;
        try {
            replies = Wire.ask(jedis, commands);
        } catch (JedisConnectionException lost) {
            replies = List.of();
        }
        return written(client, number, key, sent, replies, wanted, replicas);
    }

    private Write written(
            String client, long number, String key, long sent, List<Object> replies, Grade wanted, int replicas) {
        long done = System.nanoTime();
        Outcome outcome = Outcome.UNKNOWN;
        Grade grade = Grade.REPLY;
        long reply = replies.isEmpty() ? -1 : Wire.number(replies.getFirst());
        if (!replies.isEmpty() && replies.getFirst() instanceof JedisDataException) {
            outcome = Outcome.REFUSED;
        } else if (reply > 0) {
            grade = grade(replies, wanted, replicas);
            outcome = wanted == Grade.QUORUM && grade == Grade.REPLY ? Outcome.UNKNOWN : Outcome.ACKNOWLEDGED;
        }
        return new Write(client, number, key, sent, done, outcome, server, opened.epoch(), reply, grade);
    }

    private Grade grade(List<Object> replies, Grade wanted, int replicas) {
        long held = wanted.isKept() ? Wire.number(replies.get(2)) : -1;
        if (wanted == Grade.ALL) {
            return held >= replicas ? Grade.ALL : Grade.REPLY;
        }
        if (wanted == Grade.QUORUM) {
            List<?> reign = Wire.list(replies.get(4));
            long k = reign.size() == 2 ? Wire.number(reign.get(1)) : -1;
            boolean met = k > 0 && held >= k && Wire.number(reign.getFirst()) == opened.epoch();
            return met ? Grade.QUORUM : Grade.REPLY;
        }
        return Grade.REPLY;
    }

    @Override
    public void close() {
        jedis.close();
    }
}
