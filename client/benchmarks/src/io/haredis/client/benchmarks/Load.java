package io.haredis.client.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import redis.clients.jedis.HostAndPort;

/** The commands that are measured, through one client. */
@State(Scope.Benchmark)
public class Load {
    static final int BATCH = 50;

    private static final int KEYS = 1000;
    private static final String VALUE = "x".repeat(64);

    @Param({"jedis", "haredis", "lettuce"})
    public String client;

    private final String[] keys = new String[KEYS];
    private Subject subject;

    @Setup
    public void open() {
        String[] server = System.getProperty("server").split(":");
        subject = Subject.of(
                client, new HostAndPort(server[0], Integer.parseInt(server[1])), Integer.getInteger("connections"));
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "key:" + i;
            subject.set(keys[i], VALUE);
        }
    }

    @TearDown
    public void close() {
        subject.close();
    }

    private String key() {
        return keys[ThreadLocalRandom.current().nextInt(KEYS)];
    }

    Object read() {
        return subject.get(key());
    }

    Object write() {
        return subject.set(key(), VALUE);
    }

    /** {@link #BATCH} commands, half of them writes. */
    Object pipeline() {
        return subject.pipeline(key(), VALUE, BATCH);
    }
}
