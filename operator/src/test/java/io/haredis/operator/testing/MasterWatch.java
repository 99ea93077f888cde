package io.haredis.operator.testing;

import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** Asks every server without pause for its role and its epoch, both in one EXEC, and remembers who was master in which. */
public final class MasterWatch implements AutoCloseable {
    private static final long PAUSE = Duration.ofMillis(1).toNanos();

    private final SortedMap<Long, Set<String>> masters = new ConcurrentSkipListMap<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong looks = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    /** Watches these. */
    public MasterWatch(TestCluster cluster) {
        for (RedisServer server : cluster.servers()) {
            threads.add(Thread.ofVirtual().start(() -> watch(server)));
        }
    }

    private void watch(RedisServer server) {
        while (!stopped.get()) {
            try (Link link = server.operator()) {
                link.call(List.of(Command.of("SELECT", 15)));
                while (!stopped.get()) {
                    look(server, link);
                    LockSupport.parkNanos(PAUSE);
                }
            } catch (LinkException e) {
                // It is being killed, or started.
                // A refused connect does not yield to other virtual threads.
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void look(RedisServer server, Link link) throws LinkException {
        Object reply = link.call(List.of(
                        Command.of("MULTI"),
                        Command.of("GET", "haredis:epoch"),
                        Command.of("ROLE"),
                        Command.of("EXEC")))
                .getLast();
        looks.incrementAndGet();
        if (reply instanceof List<?> both
                && both.get(1) instanceof List<?> role
                && "master".equals(role.getFirst())
                && both.getFirst() instanceof String epoch) {
            masters.computeIfAbsent(Long.valueOf(epoch), e -> ConcurrentHashMap.newKeySet())
                    .add(server.name());
        }
    }

    /** Fails if an epoch had two masters, or if it did not see the one of this, the present one. */
    public void assertOneMasterInEach(long present) {
        Awaitility.await("the master of epoch " + present).until(() -> masters.containsKey(present));
        masters.forEach((epoch, names) ->
                Assertions.assertThat(names).as("masters of epoch %s", epoch).hasSize(1));
    }

    /** How often it looked. */
    public long looks() {
        return looks.get();
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
